"""Chinese numerals that count nothing: 二大队, 三台县, 二期工程, 党的二十大, 一村一品 are names."""

import re

NUMERAL = "[一二三四五六七八九十百千]+"
BEFORE = "〇零一二两三四五六七八九十百千万几数"
"""A numeral behind one of these is the half of a longer one: 五十三个, 三四个, 十几个."""
VILLAGE = r"村(?!民|组|干|级|委|医|支|集|小|内)"
PLACE = rf"(?:市|县(?![级里内域直城])|区(?!间)|镇|乡|街|{VILLAGE}|山(?![羊地林塘])|河(?!道)|湖|峡|寨|岭|湾|屯|坪|庄)"
NAMES = (
    r"(?:十[六七八九]|二十)大|十[一二三四五]大(?=以来|报告|精神|代表|提出|召开|[，。、）])",  # congresses
    rf"{NUMERAL}大(?:队|街(?!区)|道|院|妈|爷|伯|连池|以来|精神|报告|胜利)",
    rf"{NUMERAL}道(?:河|沟|桥|湾|江|岭|街|坡|拐|弯|区)",
    rf"{NUMERAL}级(?:以上|及以上|公路|医院|医疗机构|[甲乙丙]|资质|响应|预警|风|伤残|残疾|职称|水平|河(?!长)|支流|提水|泵站)",
    rf"{NUMERAL}类(?:以上|及以上|水|疫苗|地区|区|油|费|苗)",
    rf"{NUMERAL}家(?:渠|子|庄|寨|山|岭|堡|沟|湾|河|屯|巷|坪|{VILLAGE})",
    rf"{NUMERAL}(?:台|门|盘|步|口|孔|箱|头|架|株|根|间|场)[一-龥]?{PLACE}",
    rf"{NUMERAL}户(?:县|镇|乡|{VILLAGE})",
    r"[二三]元(?:区|里|镇|乡|村|桥|坊)",
    rf"{NUMERAL}方",  # 三方协议, 四方台
    rf"{NUMERAL}期(?!培训|培|班|学员)",
    rf"{NUMERAL}(?:队|村|班|届)",
    r"[一二两三四五六七八九]{2}(?![一二三四五六七八九〇零十百千])",  # 三四个
    r"[百千]+(?:村|户|人|镇|乡|家|企|店)",
    r"二次|三次(?:产业|分配)|三步走|[两三]口之家|二人转",
    r"一[一-龥]{1,2}一(?![万千百亿])|一对[一多]|一次性",
)
NAME = re.compile("|".join(NAMES))


def is_name(text: str, found: re.Match[str]) -> bool:
    """The numeral found is part of a name, an ordinal without 第, or the half of a longer numeral."""
    if found[0][0].isdigit():
        return False
    return text[found.start() - 1 : found.start()] in tuple(BEFORE) or bool(NAME.match(text, found.start()))
