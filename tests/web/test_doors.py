"""Coming in, the frame around every page, and what is said when something is wrong."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PASSPHRASE = "gedichte-unter-nuss-17"


@pytest.fixture
def clerk(cast):
    cast.county_approver.set_password(PASSPHRASE)
    cast.county_approver.save()
    return cast.county_approver


def sign_in(client, user, password=PASSPHRASE):
    return client.post("/sign-in/", {"username": user.username, "password": password})


def test_everybody_lands_on_the_own_work(client, clerk):
    answer = sign_in(client, clerk)
    assert answer.status_code == 302
    assert answer.url == "/todo/"


def test_five_wrong_passwords_close_the_door_with_a_clear_word(client, clerk):
    for _ in range(5):
        answer = sign_in(client, clerk, "wrong")
    assert answer.status_code == 429
    assert "锁定 15 分钟" in answer.content.decode()
    assert sign_in(client, clerk).status_code == 429


def test_a_closed_account_cannot_come_in(client, clerk):
    clerk.is_active = False
    clerk.save()
    assert sign_in(client, clerk).status_code == 200
    assert client.get("/todo/").status_code == 302


def test_pages_are_chinese_whatever_the_browser_asks_for(client):
    page = client.get("/sign-in/", headers={"accept-language": "en-US,en"}).content.decode()
    assert 'lang="zh-CN"' in page
    assert "登录" in page


def test_the_switch_turns_every_page_to_english_and_back(seen_by):
    client = seen_by("county_approver")
    client.post("/language/", {"language": "en", "next": "/todo/"})
    assert "My work" in client.get("/todo/").content.decode()
    client.post("/language/", {"language": "zh-hans", "next": "/todo/"})
    assert "我的待办" in client.get("/todo/").content.decode()


def test_the_switch_leads_to_no_other_host(seen_by):
    answer = seen_by("county_approver").post("/language/", {"language": "en", "next": "https://example.org/"})
    assert answer.url == "/"


@pytest.mark.parametrize("path", ["/sign-in/", "/todo/", "/nowhere/", "/area/990101/", "/api/openapi.json"])
def test_every_answer_has_the_strict_headers(seen_by, path):
    headers = seen_by("county_approver").get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_demo_says_so_on_every_page(seen_by, assessed):
    client = seen_by("county_approver")
    for path in ("/sign-in/", "/todo/", "/area/990101/", "/household/H0001/", "/files/", "/nowhere/"):
        assert "演示数据" in client.get(path, follow=True).content.decode()


def test_the_day_of_the_data_is_on_every_page(seen_by, assessed):
    client = seen_by("village_officer")
    for path in ("/todo/", "/area/990101001001/", "/household/H0001/", "/nowhere/"):
        assert "2018-12-31" in client.get(path).content.decode()


def test_a_missing_page_says_what_to_do(seen_by):
    answer = seen_by("nobody").get("/nowhere/")
    assert answer.status_code == 404
    assert "请从待办、查找或上面的菜单进入" in answer.content.decode()


def test_a_fault_of_the_program_shows_nothing_of_it(cast, monkeypatch):
    from liuqing.registry import queries

    def fail(*_):
        raise RuntimeError("钱初九 99010119800101001X")

    monkeypatch.setattr(queries, "todo", fail)
    client = Client(raise_request_exception=False)
    client.force_login(cast.county_approver, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/todo/")
    assert answer.status_code == 500
    assert "系统出了故障" in answer.content.decode()
    assert "钱初九" not in answer.content.decode()


def test_a_stale_form_is_explained(clerk):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in/", {"username": clerk.username, "password": PASSPHRASE})
    assert answer.status_code == 403
    assert "刷新页面" in answer.content.decode()


def test_programs_get_problems_as_json(seen_by):
    client = seen_by("village_officer")
    missing = client.get("/api/households/H9999")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    wrong = client.get("/api/households?size=5000")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "api.invalid")


def test_a_program_cannot_search_without_the_token(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.county_approver, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/api/search", '{"text": "十"}', content_type="application/json").status_code == 403
