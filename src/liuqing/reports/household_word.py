"""The household's sheet as Word, from a template that an office may restyle.

A template is code, so it runs in Jinja's sandbox; what comes from the record is data, is escaped,
and is never looked at as a template.
"""

from pathlib import Path

from docxtpl import DocxTemplate, RichText
from jinja2.sandbox import SandboxedEnvironment

from liuqing.reports.household_file import Sheet

TEMPLATE = Path(__file__).parent / "templates" / "household_file.docx"


def word(sheets: list[Sheet], out: Path) -> None:
    """Write all sheets as one document, each beginning a new page."""
    document = DocxTemplate(str(TEMPLATE))
    document.render(
        {
            "sheets": sheets,
            "on": sheets[0]["on"],
            "demo_mark": "演示数据，人物均为虚构" if sheets[0]["demo"] else "",
            "page_break": RichText("\f"),
        },
        jinja_env=SandboxedEnvironment(autoescape=True),
        autoescape=True,
    )
    document.save(str(out))
