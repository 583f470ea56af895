"""Explained, keep (情况说明，保留): the reasons for which a flag may stand and yet nothing is wrong.

Source: what officers found when they went and looked at the hits of audits: about two in three. A
reason needs words or a paper that proves it; "other" always needs words.
"""

OTHER = "other"
"""The reason that is told in words only."""

REASONS: dict[str, str] = {
    "work_vehicle": "车辆是农用车或运输工具",
    "sold": "已出售，未过户",
    "name_borrowed": "名字被借用",
    "company_gone": "企业实际已注销或停业",
    "resettlement_house": "房产是搬迁安置房",
    "namesake": "同名同姓，或号码是别人的",
    "public_service": "领的是公益性岗位报酬或临时工资",
    "death_report_wrong": "死亡信息有误，本人健在",
    OTHER: "其他情况",
}
"""Each reason by its code, in the order in which people are offered them."""
