"""The villages of the register in the national system's headings."""

from liuqing.reports.register_export import report

REPORT = report("register_villages", "register-villages", "村信息导出（全国系统表头）")
