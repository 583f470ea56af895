"""Invented names from public lists of common surnames and given-name characters.

Every character is in GBK, so that a GBK list can carry every name. ``HOMOPHONES`` and
``VARIANTS`` say how a clerk's input method spoils one.
"""

from itertools import accumulate
from random import Random

SURNAMES = {
    "汉族": "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文",
    "彝族": "李杨张王普龙沙罗毕者方白陆阿赵吉金黄",
    "苗族": "杨吴王罗熊马陶李张古韩侯项龙",
    "回族": "马纳李张桂丁杨赛撒保孔",
    "壮族": "黄陆韦李农王梁岑罗何依",
    "傣族": "刀岩玉召依康李杨白方",
    "哈尼族": "李杨白马王罗黄普陶车",
    "拉祜族": "李张石罗杨胡刘扎娜",
    "布朗族": "岩玉李杨魏康",
    "水族": "韦潘蒙陆石吴王杨郎白罗",
}  # fmt: skip
"""Surnames by ethnic group, the commonest first."""

MALE = "伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林欢佳阳建国志文德荣富贵正光天兴兵云海山成庆友全学才发武新利清彬顺信子良永忠家福生祥金昌洪祖朝万宗世绍锡坤哲升峰诚铭炜智"
FEMALE = "芳娜敏静丽艳娟霞秀燕兰玲桂英华红梅琼芬珍莲凤琴翠仙美香莉会萍菊花春玉雪竹群先粉珠巧慧婷雯倩欣怡佩蕊莹瑶琳颖露蓉菲芸虹"
DOT = "·"
"""Stands in some names of ethnic minorities, behind the first character here."""
NICKNAMES = "小阿老大二三幺"
GENERATION = "正文德光世明朝绍家国永兴学荣祖开万天洪宗"

HOMOPHONES = {
    "张": "章", "王": "汪", "徐": "许", "余": "于", "于": "余", "程": "陈", "江": "姜", "姜": "江",
    "伟": "玮", "明": "名", "军": "君", "丽": "莉", "莉": "丽", "英": "瑛", "红": "虹", "虹": "红", "琴": "芹",
    "燕": "艳", "艳": "燕", "兰": "岚", "志": "智", "智": "志", "建": "健", "健": "建", "文": "雯", "雯": "文",
    "佳": "嘉", "家": "佳", "秀": "绣", "玉": "钰", "成": "诚", "诚": "成", "林": "琳", "琳": "林", "平": "萍",
    "萍": "平", "飞": "非", "波": "博", "荣": "蓉", "蓉": "荣", "祥": "翔", "珍": "贞",
    "芳": "方", "静": "敬", "娟": "涓", "会": "惠", "慧": "惠",
    "辉": "晖", "浩": "皓", "俊": "骏", "光": "广", "永": "勇", "勇": "永",
    "忠": "钟", "洪": "宏", "炜": "伟", "铭": "明", "新": "欣", "欣": "新",
}  # fmt: skip
"""A character and another that sounds the same or nearly so (pinyin input chooses the wrong one)."""

VARIANTS = {
    "佩": "珮", "峰": "峯", "哲": "喆", "升": "昇", "坤": "堃", "刘": "劉", "陈": "陳", "黄": "黃", "赵": "趙",
    "国": "國", "华": "華", "兰": "蘭", "龙": "龍", "云": "雲", "万": "萬", "杰": "傑", "凤": "鳳", "强": "強",
    "丽": "麗", "钟": "锺", "叶": "葉", "萧": "肖", "傅": "付", "阎": "闫", "德": "徳", "群": "羣",
    "荣": "榮", "贵": "貴", "庆": "慶", "学": "學", "发": "發", "仙": "僊",
}  # fmt: skip
"""A character and another way of writing the same one (old form, simplified twice, rare form)."""


class Namer:
    """Draws surnames and given names; one stream of random numbers."""

    def __init__(self, rng: Random):
        self._random = rng.random
        self._weights = {
            group: list(accumulate(1 / (rank + 6) for rank in range(len(names))))
            for group, names in SURNAMES.items()
        }
        self._rng = rng

    def surname(self, ethnicity: str) -> str:
        """A surname as they are usual in the ethnic group."""
        group = ethnicity if ethnicity in SURNAMES else "汉族"
        return self._rng.choices(SURNAMES[group], cum_weights=self._weights[group])[0]

    def generation(self) -> str:
        """The character that brothers and sisters share in many families; empty in others."""
        return GENERATION[int(self._random() * len(GENERATION))] if self._random() < 0.5 else ""

    def given(self, male: bool, shared: str = "") -> str:
        """A given name of one or two characters, the first of them shared if there is one."""
        pool = MALE if male else FEMALE
        last = pool[int(self._random() * len(pool))]
        if shared and shared != last:
            return shared + last
        first = pool[int(self._random() * len(pool))] if self._random() < 0.72 else ""
        return first + last if first != last else last


def dotted(name: str) -> str:
    """The name with a dot behind its first character."""
    return f"{name[:1]}{DOT}{name[1:]}"


def nickname(name: str, rng: Random) -> str:
    """A name by which neighbours may know somebody."""
    return f"{rng.choice(NICKNAMES)}{name[-1]}"


def spoiled(name: str, table: dict[str, str]) -> str | None:
    """The name with its first replaceable character replaced; None if it has none."""
    for place, character in enumerate(name):
        if character in table:
            return name[:place] + table[character] + name[place + 1 :]
    return None
