"""The topics of the rules and numbers: the first word of a number's name, in a clerk's words."""

TOPICS = {
    "exits": "退出标准",
    "incidence": "贫困发生率",
    "quality": "识别退出质量",
    "growth": "收入增长",
    "income": "收入",
    "warnings": "返贫致贫预警",
    "monitoring": "监测对象",
    "support": "帮扶分档",
    "colours": "五色卡",
    "measures": "因户施策",
    "employment": "就业",
    "labour": "劳动力",
    "posts": "公益性岗位",
    "training": "技能培训",
    "employers": "扶贫工厂和吸纳就业企业",
    "industry": "产业",
    "loans": "小额信贷",
    "schooling": "义务教育",
    "education": "教育资助",
    "health": "健康扶贫",
    "insurance": "医疗保险",
    "pension": "养老保险",
    "dibao": "农村低保",
    "tekun": "特困供养",
    "disability": "残疾人补贴",
    "housing": "住房安全",
    "relocation": "易地搬迁",
    "ecology": "生态扶贫",
    "entitlements": "政策享受比对",
    "quotas": "责任落实",
    "clues": "防返贫线索",
    "flags": "疑点",
}
"""By the first word of a name, in the order in which people read them."""


def label(name: str) -> str:
    """The topic of a number (``exits.income_line``: 退出标准); the word itself if it has none."""
    word = name.partition(".")[0]
    return TOPICS.get(word, word)
