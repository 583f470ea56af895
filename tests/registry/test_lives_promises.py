"""The three promises over standing: nobody is named where nobody may be, rules change nobody, numbers have sources."""

import json
import logging
import re
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.db.models import BinaryField
from django.test import Client

import liuqing
from liuqing.errors import Problem
from liuqing.policy import place as places
from liuqing.policy import procedures, windows
from liuqing.registry import models as record
from liuqing.registry import secrets
from liuqing.registry.services import clues, monitoring, notices, standing
from liuqing.workflow.models import Event
from tests import county as making
from tests.registry import living
from tests.registry.monitored import SAFE, lines

FAKE, PHONE, NUMBER = "暗记甲乙", "13977778888", making.identity(date(1961, 2, 3), 77)
pytestmark = pytest.mark.one_database
SUDDEN = {"kind": "突发严重困难户", "risks": ["因病"]}
MARKED = (FAKE, PHONE, NUMBER)


@pytest.fixture
def office(cast, county, place):
    """The county at work on Monday, 2021-05-17."""
    with living.at_work(cast, county, date(2021, 5, 17)) as office:
        yield office


@pytest.fixture
def home(office):
    """A household whose head, number and phone are marked."""
    home = office.county.households[0]
    head = home.memberships.get(relation="户主").person
    head.name, head.id_cipher, head.id_hash = FAKE, secrets.encrypt(NUMBER), secrets.blind_index(NUMBER)
    head.save()
    home.head_name, home.phone = FAKE, secrets.encrypt(PHONE)
    home.save()
    return home


def said_of(act, **told) -> str:
    """Everything that a refusal says."""
    with pytest.raises(Problem) as refused:
        act(**told)
    return (
        f"{refused.value} {refused.value!r} {refused.value.what} {refused.value.remedy} {refused.value.where}"
    )


def plain(model) -> str:
    """Every column of every row that is not sealed."""
    names = [one.attname for one in model._meta.concrete_fields if not isinstance(one, BinaryField)]
    return json.dumps(list(model.objects.values(*names)), default=str, ensure_ascii=False)


TABLES = (
    record.Proceeding, record.Act, record.Paper, record.Notice, record.Noticed, record.Objection, record.Clue, record.Report,
    record.Window, record.Visited, record.Monitoring, record.Worksheet, record.Assessed, Event,
)  # fmt: skip


@pytest.mark.django_db
def test_a_marked_name_number_and_phone_stand_where_they_belong_and_nowhere_else(
    office, home, caplog, tmp_path
):
    caplog.set_level(logging.DEBUG)
    cadre, clerk = office.cast.village_officer, office.cast.township_reviewer
    report = clues.report(
        channel="request", area=home.village,
        said=clues.Said(name=FAKE, phone=PHONE, happened=("illness",), words=f"我是{FAKE}，证号{NUMBER}"),
    )  # fmt: skip
    clue = report.clue
    clues.send(waiting=[clue], by=clerk)
    clues.verify(clue=clue, by=cadre, visited_on=office.today, result="difficult", said=f"见到了{FAKE}")

    # Refused wherever somebody would write them down; the refusal does not repeat them.
    open_ = {"by": cadre, "procedure": "monitoring_in", "household": home}
    words = [said_of(standing.open, **open_, payload=SUDDEN, ground=mark) for mark in (f"{FAKE}生病", NUMBER)]
    event = {**SUDDEN, "measure": "社会帮扶", "from_day": "2021-05-16"}
    words += [
        said_of(standing.open, **open_ | {"procedure": "green_channel"}, payload=event | {"event": mark})
        for mark in (f"{FAKE}家受灾", f"证号{NUMBER}")
    ]
    one = office.begin("monitoring_in", home, clue=clue, **SUDDEN)
    step = {"proceeding": one, "step": "verification", "outcome": "returned", "by": cadre}
    words += [said_of(standing.act, **step, uuid=uuid4(), said=mark) for mark in (f"{FAKE}不在家", NUMBER)]
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7 ")
    words.append(said_of(standing.act, **step, uuid=uuid4(), papers=[("核查表", f"{NUMBER}.pdf", scan)]))
    words.append(
        said_of(
            monitoring.save, household=home, by=cadre, lines=[lines(A1="1")[0].__class__("A1", None, NUMBER)]
        )
    )
    for name in ("verification", "authorisation", "comparison", "appraisal"):
        office.step(one, name)
    monitoring.assess(proceeding=one, by=cadre, guarantees=SAFE)
    draw = {
        "by": cadre,
        "procedure": "monitoring_in",
        "step": "notice",
        "area": home.village,
        "proceedings": [one],
    }
    words += [said_of(notices.draw, **draw, **told) for told in ({"text": f"证号{NUMBER}"}, {"phone": PHONE})]
    hung = office.hang(one)
    objection = notices.object_(hung, said=f"{FAKE}家有车，证号{NUMBER}", contact=PHONE)
    words.append(
        said_of(notices.answer, objection=objection, by=clerk, upheld=False, answer=f"证号{NUMBER}不符")
    )
    notices.answer(objection, by=clerk, upheld=False, answer="查过，不属实")
    office.end(hung)
    one.refresh_from_db()
    office.through(one)
    assert one.state == "done"

    # Nobody of them in a refusal, a log, the trail, an open column; the name on the sheet on the wall only.
    found = {model.__name__: [mark for mark in MARKED if mark in plain(model)] for model in TABLES}
    assert {name: marks for name, marks in found.items() if marks} == {"Notice": [FAKE]}
    sheets = json.dumps(
        [[n.title, n.text, n.issuer, n.phone] for n in record.Notice.objects.all()], ensure_ascii=False
    )
    assert [mark for mark in MARKED if mark in sheets + " ".join(words) + caplog.text] == []
    living.nothing_tampered()

    # No address on any of the new pages holds them, and none of the public pages the phone or the number.
    client, code = Client(), hung.code
    public = "".join(
        client.get(path).content.decode()
        for path in (f"/public/notice/{code}/", "/public/990101001001/", "/ask/check/")
    )
    assert FAKE in public or "公示" in public
    assert not [mark for mark in (PHONE, NUMBER) if mark in public]
    client.force_login(cadre, backend="django.contrib.auth.backends.ModelBackend")
    shown = set()
    for path in (
        "/todo/", "/standing/", f"/standing/{one.no}/", "/notices/", f"/notices/{hung.pk}/", "/clues/", f"/clues/{clue.pk}/",
        f"/household/{home.no}/story/", f"/household/{home.no}/monitoring/", "/area/990101001001/monitoring/",
        "/area/990101001001/clues/", "/area/990101001001/standing/", f"/standing/start/?household={home.no}",
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200, path
        page = answer.content.decode()
        shown |= set(re.findall(r'(?:href|action|src|hx-get|hx-post)="([^"]*)"', page))
        assert NUMBER not in page, path
    # A telephone number to be dialled is an address of no server.
    addresses = "\n".join(one for one in shown if not one.startswith("tel:"))
    assert len(shown) > 40 and [mark for mark in MARKED if mark in addresses] == []
    assert [mark for mark in MARKED if mark in caplog.text] == []


# The rules change nobody


@pytest.mark.django_db
def test_assessing_changes_nobodys_standing(office, taken):
    tables = (
        record.Standing,
        record.AreaStanding,
        record.Membership,
        record.Monitoring,
        record.Proceeding,
        record.Act,
    )
    before = [plain(one) for one in tables]
    taken(office.today)
    assert [plain(one) for one in tables] == before


WRITERS = {
    "registry/services/standing/effects": "what a finished procedure changes",
    "registry/services/standing/outsiders.py": "members of a household that stands nowhere yet",
    "registry/services/monitoring/adopting.py": "what only a list calls monitored, taken over with its row",
    "registry/services/recoding.py": "villages that got another number",
    "registry/services/moving.py": "two records of one person become one",
    "registry/imports": "the register's own lists",
}
"""The only places that write who stands where, and why each may."""
_WHO = r"(?:Standing|AreaStanding|Monitoring|Membership|FormerVillage)"
_WRITES = re.compile(
    rf"\b{_WHO}\((?!models)|\b{_WHO}\.objects\.(?:bulk_)?(?:create|update|delete|get_or_create)"
    rf"|\b{_WHO}\.objects\.[^\n]*\)\.(?:update|delete)\(|writes\.(?:insert|update|delete)\({_WHO}"
)


def test_nothing_but_procedures_and_lists_writes_who_stands_where():
    root = Path(liuqing.__file__).parent
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if not {"models", "migrations"} & set(path.parts) and _WRITES.search(path.read_text("utf-8"))
    }
    assert found and [one for one in sorted(found) if not one.startswith(tuple(WRITERS))] == []


def test_no_rule_reaches_the_record():
    """Rules and the engine import nothing of the record, so that they could not write if they wanted to."""
    root = Path(liuqing.__file__).parent
    for room in ("policy", "compute", "matching", "sample"):
        text = "".join(path.read_text("utf-8") for path in (root / room).rglob("*.py"))
        assert not re.search(
            r"^\s*(?:from|import) (?:django|liuqing\.(?:registry|workflow|web))", text, re.MULTILINE
        ), room


# Every number has a source and a first day


@pytest.mark.parametrize("key", sorted(places.known()))
def test_every_number_of_standing_names_its_document_and_its_first_day(key):
    here, on = places.load(key), date(2021, 12, 31)
    numbers = here.parameters(on)
    rooms = ("clues.", "monitoring.", "worksheet.", "notices.")
    told = [name for name in here.files if name.startswith(rooms)]
    assert len(told) > 15
    for name in told:
        meta = numbers.meta(name)
        assert meta.source and meta.since <= on, name
    for name, one in procedures.in_force(here, on).items():
        assert one.version.source.document and one.version.source.clause and one.since <= on, name
    for name, one in windows.proposals(here, 2021).items():
        assert one.source, name
