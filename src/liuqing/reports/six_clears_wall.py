"""The copy for the wall: the household's sheet without money, illness and identity numbers."""

from liuqing.reports.report import Report
from liuqing.reports.six_clears import FORMATS, printed

_PRINTED = {form: printed(as_file, for_wall=True) for form, as_file in FORMATS.items()}

REPORT = Report(name="six-clears-wall", label="六清（张贴）", area=_PRINTED, household=_PRINTED)
