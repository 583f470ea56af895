"""Which importer of this room takes which kind of list."""

from collections.abc import Callable

from liuqing.planning.imports.assets import AssetImporter
from liuqing.planning.imports.cards import CardImporter
from liuqing.planning.imports.documents import DocumentImporter
from liuqing.planning.imports.incomes import IncomeImporter
from liuqing.planning.imports.loans import LoanImporter
from liuqing.planning.imports.projects import ProjectImporter
from liuqing.planning.imports.spending import SpendingImporter
from liuqing.registry.imports.verdicts import Importer, Source

OWN: dict[str, Callable[[Source], Importer]] = {
    "projects": ProjectImporter,
    "cards": CardImporter,
    "assets": AssetImporter,
    "loans": LoanImporter,
    "collective_incomes": IncomeImporter,
    "fund_documents": DocumentImporter,
    "spending": SpendingImporter,
}
"""By the key of the kind of list (``policy/lists.py``)."""
