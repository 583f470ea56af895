"""Lists in by the page: taken, read in the background, counted, and given back with their faults."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuqing.registry import secrets
from liuqing.registry.models import HeadingMap, Person, SourceFile
from liuqing.registry.services import files
from liuqing.web import jobs

pytestmark = pytest.mark.django_db(transaction=True)
HEADINGS = "乡镇,行政村,姓名,性别,身份证号,保障类别,月保障金额,年度发放金额"


def dibao(*rows: str, headings: str = HEADINGS, name: str = "低保.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join((headings, *rows, "")).encode("utf-8-sig"), "text/csv")


def row(person: Person, village: str = "甲村") -> str:
    number = secrets.decrypt(person.id_cipher)
    return f"甲镇,{village},{person.name},{person.sex},{number},A类,300,3600"


def hand_in(client, *lists, **more):
    answer = client.post("/files/upload/", {"files": list(lists)}, **more)
    assert jobs.reader.wait(60)
    return answer


@pytest.fixture
def head(county):
    return Person.objects.get(person_no="PH000100")


def test_a_good_row_is_taken_and_a_bad_one_given_back(seen_by, head):
    client = seen_by("county_approver")
    hand_in(client, dibao(row(head), "甲镇,甲村,,男,,A类,300,3600"))
    file = SourceFile.objects.get(name="低保.csv")
    assert (file.state, file.rows, file.accepted, file.refused) == ("loaded", 2, 1, 1)
    page = client.get(f"/files/{file.pk}/").content.decode()
    assert "1 行没有采用" in page
    book = client.get(f"/files/{file.pk}/errors-book/")
    assert b"".join(book.streaming_content).startswith(b"PK")


def test_several_lists_at_once_and_one_bad_one_stops_none(seen_by, head):
    client = seen_by("county_approver")
    answer = hand_in(
        client, SimpleUploadedFile("照片.jpg", b"x"), dibao(row(head)), headers={"hx-request": "true"}
    )
    page = answer.content.decode()
    assert "这不是表格文件" in page
    assert SourceFile.objects.get(name="低保.csv").state == "loaded"


def test_the_line_of_a_file_asks_again_until_it_is_read(seen_by, head):
    client = seen_by("county_approver")
    file = SourceFile.objects.create(
        sha256="c" * 64, name="x.csv", state="loading", done_rows=40, by="county-approver"
    )
    line = client.get(f"/files/{file.pk}/progress/").content.decode()
    assert "已读 40 行" in line
    assert 'hx-trigger="every 1s"' in line
    SourceFile.objects.filter(pk=file.pk).update(state="loaded")
    assert "hx-trigger" not in client.get(f"/files/{file.pk}/progress/").content.decode()


def test_the_same_list_twice_changes_nothing(seen_by, head):
    client = seen_by("county_approver")
    for _ in range(2):
        hand_in(client, dibao(row(head)))
    assert SourceFile.objects.filter(name="低保.csv").count() == 1


def test_a_list_left_unread_by_a_stopped_server_is_read_when_it_starts(cast, head, tmp_path):
    path = tmp_path / "低保.csv"
    path.write_bytes(dibao(row(head)).read())
    file = files.receive(path, by=cast.county_approver)
    SourceFile.objects.filter(pk=file.pk).update(state="loading")
    reader = jobs.Reader()
    reader.wake()  # what opening the server does
    assert reader.wait(60)
    file.refresh_from_db()
    assert (file.state, file.accepted) == ("loaded", 1)


def test_headings_put_right_once_are_remembered(seen_by, head):
    client = seen_by("county_approver")
    strange = "乡镇,行政村,姓名,性别,号头,什么低保,一个月,一年"
    hand_in(client, dibao(row(head), headings=strange))
    file = SourceFile.objects.get(name="低保.csv")
    assert file.state == "unmapped"
    assert "请确认栏目" in client.get("/files/").content.decode()
    said = dict(
        zip(
            strange.split(","),
            ("town", "village", "name", "sex", "id_no", "dibao_kind", "monthly", "paid"),
            strict=True,
        )
    )
    sheet = next(iter(file.mapping))
    client.post(
        f"/files/{file.pk}/mapping/",
        {"sheet": sheet, "kind": "dibao", **{f"heading:{heading}": fact for heading, fact in said.items()}},
    )
    assert jobs.reader.wait(60)
    file.refresh_from_db()
    assert (file.state, file.accepted) == ("loaded", 1)
    assert HeadingMap.objects.filter(kind="dibao", heading="号头", fact="id_no").exists()


def test_too_large_a_file_is_refused_in_a_sentence(seen_by, county, monkeypatch):
    from liuqing.web.pages import files as page

    monkeypatch.setattr(page, "LARGEST", 10)
    answer = hand_in(seen_by("county_approver"), dibao(), headers={"hx-request": "true"})
    assert "文件超过 20 MB" in answer.content.decode()
    assert not SourceFile.objects.filter(name="低保.csv").exists()


def test_who_may_not_hand_in_cannot(seen_by, county):
    answer = hand_in(seen_by("inspector"), dibao())
    assert answer.status_code == 404
    assert not SourceFile.objects.filter(name="低保.csv").exists()


def test_a_department_sees_its_own_lists_only(seen_by, county):
    SourceFile.objects.create(
        sha256="1" * 64, name="医保.xlsx", kind="medical_insured", state="loaded", by="x"
    )
    SourceFile.objects.create(sha256="2" * 64, name="公安.xlsx", kind="police_deaths", state="loaded", by="x")
    page = seen_by("department_officer").get("/files/").content.decode()
    assert "医保.xlsx" in page
    assert "公安.xlsx" not in page


def test_a_held_row_is_decided_beside_its_candidate(seen_by, head):
    client = seen_by("county_approver")
    number = secrets.decrypt(head.id_cipher)
    other = Person.objects.get(person_no="PH000200")
    hand_in(client, dibao(f"甲镇,甲村,{other.name},{head.sex},{number},A类,300,3600"))
    file = SourceFile.objects.get(name="低保.csv")
    assert file.held == 1
    page = client.get(f"/files/{file.pk}/").content.decode()
    assert "就是这个人" in page
    assert number not in page
    waiting = file.kept_rows.get(verdict="held")
    answer = client.post(f"/files/rows/{waiting.pk}/", {"person": head.pk}, headers={"hx-request": "true"})
    assert "已处理" in answer.content.decode()
    file.refresh_from_db()
    assert (file.held, file.accepted) == (0, 1)
