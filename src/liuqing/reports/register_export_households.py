"""The households of the register in the national system's headings."""

from liuqing.reports.register_export import report

REPORT = report("register_households", "register-households", "户信息导出（全国系统表头）")
