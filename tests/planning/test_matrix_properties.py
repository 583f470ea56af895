"""For any pool and any payments the matrix adds up, and is what somebody would add up by hand from the raw rows."""

from collections import defaultdict
from decimal import Decimal
from itertools import count

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuqing.planning.models import Account, Funding, Line, Payment, Project, Refund
from liuqing.planning.queries.matrix import matrix, sankey
from tests.planning import building
from tests.planning.test_matrix import voucher

_numbers = count(1)
CLASSES = ("产业扶贫", "基础设施和公共服务", "别处的类")
SOURCES = ("行业部门资金", "涉农整合资金", "县级自筹资金", "别处来的")
STATES = ("draft", "pooled", "begun", "cancelled")
YEARS = (2018, 2019, 2020)
fen = st.integers(1, 10**12)

payments = st.lists(st.tuples(fen, st.integers(0, 100)), max_size=3)
"""What was paid, and the per cent of it that came back."""
money = st.lists(st.tuples(st.sampled_from(YEARS), st.sampled_from(SOURCES), fen, payments), max_size=4)
projects = st.lists(
    st.tuples(st.sampled_from(CLASSES), st.integers(0, 5), st.sampled_from(STATES), money), max_size=6
)
DIMENSIONS = ("class_one", "year", "source", "town", "village", "state")
pairs = st.tuples(st.sampled_from(DIMENSIONS), st.sampled_from(DIMENSIONS)).filter(
    lambda two: two[0] != two[1]
)
measures = st.sampled_from(("need", "allocated", "paid"))


def plant(county, told):
    """Put the projects with their money into the record, as rows."""
    areas = [*county.villages, *county.towns, county.county]
    documents = {}
    for class_one, area, state, lines in told:
        made = building.project(
            county, need="0.00", class_one=class_one, area=areas[area], state=state, year=2018
        )
        Funding.objects.filter(project=made).delete()
        for year, source, amount, paid in lines:
            found, new = Funding.objects.get_or_create(
                project=made, year=year, source=source, defaults={"need": yuan(amount)}
            )
            if not new:
                Funding.objects.filter(pk=found.pk).update(need=found.need + yuan(amount))
            if source not in documents:
                documents[source] = building.document(no=f"文{next(_numbers)}", source=source)
            on, _ = Line.objects.get_or_create(project=made, document=documents[source], year=year)
            _book(on, amount, paid)


def _book(on, amount, paid):
    Account.objects.create(
        key=f"a:{next(_numbers)}", kind="line", document=on.document, line=on, balance=yuan(amount)
    )
    for value, back in paid:
        payment = Payment.objects.create(
            no=f"P{next(_numbers):07d}",
            line=on,
            amount=yuan(value),
            on="2018-06-01",
            voucher=voucher(),
            by="x",
        )
        if value * back // 100:
            Refund.objects.create(
                payment=payment, amount=yuan(value * back // 100), on="2018-07-01", why="退", voucher=voucher("refund"), by="x"
            )  # fmt: skip


def yuan(number):
    return Decimal(number) / 100


def by_hand(what):
    """{(class, year, source, area, state): yuan}, added up one raw row after the other."""
    sums = defaultdict(Decimal)
    if what == "need":
        for one in Funding.objects.select_related("project__area"):
            if one.project.state in Project.IN_POOL:
                sums[_key(one.project, one.year, one.source)] += one.need
    if what == "allocated":
        for one in Account.objects.exclude(line=None).select_related("line__project__area", "document"):
            sums[_key(one.line.project, one.line.year, one.document.source)] += one.balance
    if what == "paid":
        for one in Payment.objects.select_related("line__project__area", "line__document"):
            sums[_key(one.line.project, one.line.year, one.line.document.source)] += one.amount
        for one in Refund.objects.select_related("payment__line__project__area", "payment__line__document"):
            on = one.payment.line
            sums[_key(on.project, on.year, on.document.source)] -= one.amount
    return sums


def _key(project, year, source):
    return project.class_one, year, source, project.area.path, project.state


def part(key, dimension):
    """What a hand-added row is called in a dimension."""
    class_one, year, source, path, state = key
    steps = path.strip("/").split("/")
    deep = {"town": 1, "village": 2}.get(dimension)
    if deep is not None:
        return steps[deep] if len(steps) > deep else f"own:{steps[-1]}"
    return {"class_one": class_one, "year": str(year), "source": source, "state": state}[dimension]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=projects, two=pairs, what=measures)
def test_the_cells_add_up_and_are_what_the_raw_rows_say(county, cast, told, two, what):
    with transaction.atomic():
        plant(county, told)
        found = matrix(cast.county_approver, "990101", rows=two[0], columns=two[1], what=what)
        expected = defaultdict(Decimal)
        for key, amount in by_hand(what).items():
            expected[part(key, two[0]), part(key, two[1])] += amount
        cells = {
            (row.head.key, head.key): cell.value
            for row in found.lines
            for head, cell in zip(found.column_heads, row.cells, strict=True)
            if cell.value is not None
        }
        assert cells == dict(expected)
        total = sum(expected.values(), Decimal(0))
        assert all((row.total.value or 0) == sum(c.value or 0 for c in row.cells) for row in found.lines)
        assert (
            sum(row.total.value or 0 for row in found.lines)
            == sum(c.value or 0 for c in found.totals)
            == total
        )
        assert (found.total.value or 0) == total
        for layer in sankey(cast.county_approver, "990101", what=what).layers:
            assert sum((node.value for node in layer), Decimal(0)) == total
        transaction.set_rollback(True)
