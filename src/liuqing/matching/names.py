"""Names: how they sound and how they are written differently.

A surname is read as a surname (单 is shàn, 查 is zhā), a given name by its most common readings.
Sounds carry no tones: lists are typed by ear, and the ear of a keyboard has none.
"""

from functools import lru_cache

from pypinyin import Style
from pypinyin.pinyin_dict import pinyin_dict
from pypinyin.style import convert

SURNAMES = {
    "单": "shan", "查": "zha", "解": "xie", "仇": "qiu", "任": "ren", "曾": "zeng", "区": "ou", "朴": "piao",
    "盖": "ge", "缪": "miao", "覃": "qin", "华": "hua", "尉": "wei", "乐": "yue", "员": "yun", "翟": "zhai",
    "宓": "fu", "晁": "chao", "逄": "pang", "繁": "po", "种": "chong", "冼": "xian", "洗": "xian", "牟": "mou",
    "祭": "zhai", "秘": "bi", "召": "shao", "折": "she", "黑": "he", "盛": "sheng", "石": "shi", "沈": "shen",
    "柏": "bai", "薄": "bo", "卜": "bu", "车": "che", "谌": "chen", "褚": "chu", "葛": "ge", "贾": "jia",
    "缴": "jiao", "俱": "ju", "隽": "juan", "阚": "kan", "隗": "kui", "莫": "mo", "宁": "ning", "那": "na",
    "钱": "qian", "瞿": "qu", "撒": "sa", "佘": "she", "什": "shi", "宿": "su", "洼": "wa", "鲜": "xian",
    "洗马": "xianma", "燕": "yan", "要": "yao", "幺": "yao", "应": "ying", "於": "yu", "郁": "yu", "尹": "yin",
    "臧": "zang", "占": "zhan", "长孙": "zhangsun", "尉迟": "yuchi", "万俟": "moqi", "澹台": "tantai",
    "令狐": "linghu", "单于": "chanyu", "欧阳": "ouyang", "上官": "shangguan", "司马": "sima", "诸葛": "zhuge",
    "东方": "dongfang", "皇甫": "huangfu", "慕容": "murong", "夏侯": "xiahou", "司徒": "situ", "宇文": "yuwen",
}  # fmt: skip
"""Readings of surnames where they differ from the usual one, and surnames of two characters."""

_INITIALS_OF_PAIRS = {
    "长孙": "zs", "尉迟": "yc", "万俟": "mq", "澹台": "tt", "令狐": "lh", "单于": "cy", "欧阳": "oy", "上官": "sg",
    "司马": "sm", "诸葛": "zg", "东方": "df", "皇甫": "hf", "慕容": "mr", "夏侯": "xh", "司徒": "st", "宇文": "yw",
    "洗马": "xm",
}  # fmt: skip

_GROUPS = (
    "闫阎閆閻",
    "肖萧蕭",
    "付傅",
    "同仝",
    "钟锺鍾鐘",
    "兰蓝藍蘭",
    "叶葉",
    "余佘",
    "于於",
    "喆哲",
    "淼渺",
    "峰峯",
    "坤堃",
    "果菓",
    "系係繫",
    "却卻",
    "刘劉",
    "张張",
    "陈陳",
    "杨楊",
    "赵趙",
    "黄黃",
    "吴吳",
    "孙孫",
    "马馬",
    "罗羅",
    "郑鄭",
    "谢謝",
    "冯馮",
    "邓鄧",
    "许許",
    "韩韓",
    "苏蘇甦",
    "吕呂",
    "蒋蔣",
    "贾賈",
    "邹鄒",
    "谭譚",
    "龙龍",
    "万萬",
    "钱錢",
    "汤湯",
    "贺賀",
    "华華",
    "国國囯",
    "伟偉",
    "丽麗",
    "军軍",
    "强強",
    "凤鳳",
    "云雲",
    "红紅",
    "莲蓮",
    "琼瓊",
    "贵貴",
    "宝寶",
    "连連",
    "荣榮",
    "树樹",
    "开開",
    "兴興",
    "发發",
    "广廣",
    "学學",
    "义義",
    "银銀",
    "顺順",
    "禄祿",
    "寿壽",
    "卫衛",
    "远遠",
    "达達",
    "会會",
    "进進",
    "东東",
    "珍珎",
    "杰傑",
)
VARIANTS = str.maketrans({other: group[0] for group in _GROUPS for other in group[1:]})
"""Characters written for one another on lists: traditional, old and careless forms."""


def pinyin(name: str) -> str:
    """The sound of a name in small letters without tones or blanks; other letters stay."""
    return _sounds(name)[0]


def initials(name: str) -> str:
    """The first letter of each character's sound."""
    return _sounds(name)[1]


def plain(name: str) -> str:
    """The name with variant characters made alike and blanks and dots taken out."""
    return name.translate(VARIANTS).translate(_MARKS)


@lru_cache(maxsize=1_000_000)
def _sounds(name: str) -> tuple[str, str]:
    for length in (2, 1):
        surname = name[:length]
        if len(name) > length and surname in SURNAMES:
            first = _INITIALS_OF_PAIRS.get(surname, SURNAMES[surname][:1])
            rest = [_sound(character) for character in name[length:]]
            return SURNAMES[surname] + "".join(rest), first + "".join(s[:1] for s in rest)
    sounds = [_sound(character) for character in name]
    return "".join(sounds), "".join(s[:1] for s in sounds)


@lru_cache(maxsize=50_000)
def _sound(character: str) -> str:
    readings = pinyin_dict.get(ord(character), "")
    if not readings:
        return character.lower() if character.isalnum() else ""
    plain_sound: str = convert(readings.split(",")[0], Style.NORMAL, strict=False)
    return plain_sound.replace("ü", "v")


_MARKS = str.maketrans("", "", " \u3000·•．.・\t\n\r\u200b\ufeff")
