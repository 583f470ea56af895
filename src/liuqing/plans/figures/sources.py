"""Where money comes from, as plans name it: the words before or after an amount, and their short names."""

import re

NAMED = (
    ("行业部门", r"行业(?:部门|扶贫)?(?:专项)?(?:资金|投入)|部门(?:专项|项目)资金"),
    (
        "涉农整合",
        r"(?:统筹)?(?:财政)?(?:涉农)?(?:统筹)?整合(?:财政)?(?:涉农)?资金|涉农(?:整合)?资金|涉农资金整合",
    ),
    ("东西部协作", r"(?:上海|沪滇|东西部|对口|闽宁|粤桂|京蒙|松江|浦东)[一-龥]{0,6}(?:资金|投入)"),
    (
        "县级",
        r"(?:县|区|市本)级?(?:财政)?(?:自筹|配套|本级|匹配|预算)[一-龥]{0,4}(?:资金)?|(?:县|区)级?财政(?:专项|扶贫|预算)?资金|县级自筹",
    ),
    ("中央", r"中央(?:和省级?)?(?:财政|预算内)?[一-龥]{0,6}(?:资金|投资)"),
    ("省级", r"省级?(?:财政)?[一-龥]{0,6}资金"),
    ("市州级", r"(?:市|州)级?(?:财政)?[一-龥]{0,6}资金"),
    ("乡镇", r"(?:乡镇|镇|街道)(?:级|财政)?[一-龥]{0,2}(?:自筹|配套)资金?"),
    ("群众自筹", r"(?:群众|农户|农民|个人|贫困户|村民|业主|企业)自筹(?:资金)?"),
    ("自筹", r"自筹(?:资金)?"),
    ("贷款", r"(?:银行|金融|信贷|政策性|扶贫小额|小额)?(?:贷款|信贷)(?:资金)?"),
    ("债券", r"[一-龥]{0,4}债券?(?:资金)"),
    ("专项扶贫", r"(?:财政)?专项扶贫资金|财政扶贫(?:专项)?资金|衔接(?:推进乡村振兴)?[一-龥]{0,2}资金"),
    ("社会", r"社会(?:帮扶|扶贫|捐赠|各界)?(?:资金|捐赠|投入)|企业(?:投资|资金|帮扶资金)|捐赠资金"),
    ("财政", r"(?:各级)?财政性?(?:资金|投入|补助)"),
    ("其他", r"其他(?:渠道|来源)?(?:资金|投入)"),
)
PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in NAMED)
GENERAL = frozenset(
    [
        "资金",
        "总资金",
        "投入资金",
        "项目资金",
        "计划资金",
        "扶贫资金",
        "补助资金",
        "财政资金",
        "奖补资金",
        "建设资金",
        "各类资金",
        "投资资金",
    ]
)
OWN = re.compile(r"([一-龥]{2,8}(?:资金|专款|公益金|基金|投资))")
VERBS = re.compile(
    r"^.*(?:投入|计划|安排|使用|落实|其中|争取|下达|需要|共需|拟|包括|需求|总计|累计|共计|合计|预计|计需|年需|月需|来源为)"
)
PAID_FROM = re.compile(
    r"(?:均?从|由|全部从|列入|纳入)([一-龥]{2,14}?)(?:中|内)?(?:列支|解决|安排|承担|支出|统筹)"
)


def source(words: str) -> str:
    """The short name of the source that the words before an amount name last, or "" if they name none."""
    found = [
        (match.end(), -match.start(), name) for name, pattern in PATTERNS for match in pattern.finditer(words)
    ]
    if found:
        return max(found)[2]
    own = OWN.findall(words)
    bare = VERBS.sub("", own[-1]) if own else ""
    return (
        bare.removesuffix("资金")
        if bare and bare not in GENERAL and len(bare) > 3 and bare.endswith("资金")
        else ""
    )


def paid_from(sentence: str) -> str:
    """The source of a sentence like "从涉农整合资金中列支", or ""."""
    found = PAID_FROM.search(sentence)
    return (source(found[1]) or source(found[1] + "资金")) if found else ""
