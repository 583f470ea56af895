"""What a checked plan looks like, once for every way to show it: the page, the web and the workbook.

``show(checked)`` makes plain values (texts, numbers, addresses within the page) that a template only has to
write down. Nothing here is HTML, so nothing here can forget to escape a stranger's text.
"""

from liuqing.plans.showing.shown import show
from liuqing.plans.showing.view import View

__all__ = ["View", "show"]
