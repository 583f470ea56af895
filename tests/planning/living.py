"""A walk through a project's life: what each stage needs is put there, and the right person takes it."""

import tempfile
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from liuqing.planning.models import Account, Asset, Line, Payment, Voucher
from liuqing.planning.queries.life import gates
from liuqing.planning.services import announcements, life
from liuqing.workflow import clock
from tests.planning import building

PAPERS = {
    "filed": ("村民会议记录",), "argued": ("论证意见",), "tendered": ("项目法人确认书", "采购结果"),
    "contracted": ("廉政承诺书",), "begun": ("质量监督小组名单",), "settled": ("结算审核报告",),
    "handed_over": ("移交管护协议",),
}  # fmt: skip
FIGURES = {
    "pooled": {"approval": "示扶组〔2018〕3号"}, "planned": {"year": 2018},
    "tendered": {"kind": "works", "estimate": "100000"}, "settled": {"settled": "100000"},
}  # fmt: skip


def opened(monkeypatch):
    """Every notice has hung: notices have tests of their own."""
    monkeypatch.setattr(announcements, "hung", lambda project, kind: True)


def money(project, amount="100000.00", paid=None):
    """A line with so much on it, of which some is paid, as the book keeps it."""
    document = building.document(no=f"示财农〔2018〕{project.pk}号")
    line = Line.objects.create(project=project, document=document, year=2018)
    spent = Decimal(paid or 0)
    for kind, balance in (("line", Decimal(amount) - spent), ("paid", spent)):
        Account.objects.create(
            key=f"{kind}:{line.pk}", kind=kind, document=document, line=line, balance=balance
        )
    if spent:
        pay(line, spent)
    return line


def pay(line, amount):
    """A payment on a line."""
    today = clock.today()
    voucher = Voucher.objects.create(
        no=f"PZ{line.pk:08d}", uuid=uuid4(), kind="pay", on=today, entered_on=today, at=clock.now(), by="finance-officer",
        seal="0" * 64,
    )  # fmt: skip
    return Payment.objects.create(
        no=f"ZF{line.pk:08d}", line=line, party="示例建筑公司", amount=amount, on=today, voucher=voucher, by="finance-officer"
    )  # fmt: skip


class Walk:
    """One project and the people around it."""

    def __init__(self, project, cast, actors):
        self.project, self.cast, self.actors = project, cast, actors
        agriculture = actors.agriculture
        self.who = {
            "filed": cast.village_officer, "reviewed": cast.township_reviewer, "argued": agriculture,
            "pooled": cast.county_approver, "planned": cast.county_approver, "tendered": agriculture,
            "contracted": agriculture, "begun": agriculture, "completed": agriculture,
            "accepted": actors.second_analyst, "settled": agriculture, "handed_over": agriculture,
        }  # fmt: skip
        self.line = self.contract = None

    def to(self, last):
        """Take every stage up to this one."""
        for key in gates.life().stages:
            self.take(key)
            if key == last:
                return self.project
        raise KeyError(last)

    def take(self, key, /, **more):
        """One stage with everything that it needs."""
        getattr(self, f"_{key}", lambda: None)()
        return self.click(key, **more)

    def click(self, key, /, **more):
        """The button alone, with nothing prepared: a second click on the same page."""
        told = {
            "by": self.who[key], "key": key, "uuid": uuid4(), "figures": FIGURES.get(key),
            "outcome": "agreed" if gates.life().stages[key].decides else "done",
            "papers": [(kind, "", None) for kind in PAPERS.get(key, ())],
        } | more  # fmt: skip
        return life.take(self.project, **told)

    def _tendered(self):
        self.line = self.line or money(self.project)

    def _contracted(self):
        self.contract = self.contract or self.sign()

    def sign(self, **more):
        """A contract of works for the whole need."""
        told = {
            "no": f"HT-{uuid4().hex[:8]}", "kind": "works", "party": "示例建筑公司", "amount": "100000",
            "signed_on": clock.today(), "uuid": uuid4(),
        } | more  # fmt: skip
        return life.sign(self.project, by=self.actors.agriculture, **told)

    def _begun(self):
        life.charge(
            self.project,
            by=self.actors.agriculture,
            part="施工质量",
            unit="示例建筑公司",
            post="项目经理",
            person="示例人",
        )

    def _completed(self):
        self.report(100)

    def report(self, percent, **more):
        """How far the work is."""
        return life.report(self.project, by=self.actors.agriculture, percent=percent, uuid=uuid4(), **more)

    def _accepted(self):
        life.attach(
            self.project, by=self.actors.agriculture, kind="验收报告", name="y.png", path=self.photo()
        )

    def photo(self):
        """A small picture."""
        path = Path(tempfile.mkdtemp()) / f"{uuid4().hex}.png"
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + uuid4().bytes)
        return path

    def _settled(self):
        Account.objects.filter(line=self.line, kind="line").update(balance=0)
        Account.objects.filter(line=self.line, kind="paid").update(balance=Decimal("100000.00"))
        pay(self.line, Decimal("100000.00"))

    def _handed_over(self):
        Asset.objects.create(
            no=f"ZC{self.project.pk}", name="示例资产", kind="public", project=self.project, area=self.project.area,
            owner="甲村集体", value=Decimal("100000.00"), by="finance-officer",
        )  # fmt: skip


__all__ = ["FIGURES", "PAPERS", "Walk", "money", "opened", "pay"]
