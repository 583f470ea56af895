"""What a figure counts: the nearest words before it (and, for counters, after it) without verbs and time."""

import re

LEAD = re.compile(
    r"^(?:其中|包括|包含|含|分别|共计|总计|合计|累计|共|总|三年|两年|全县|全区|全市|全镇|全乡|全村|我县|我区|计划|规划|预计|预期|拟|将|力争|确保|"
    r"需要?|实现|完成|实施|开展|投入(?=.{2})|落实|安排|建设(?=.{2})|新建|改建|扩建|续建|新增|建成|建立|培训(?=.{2})|发放|补助|购置|涉及|涵盖|为|达到?|有|至|到|和|及|与|、|，|的|已|均|并|按|按照|年|度|约|近|末|底|对|从|由|在|下|降|升)+"
)
TAIL = re.compile(
    r"(?:达到?|为|有|是|约|近|共计?|合计|不低于|不少于|不超过|至少|超过|控制在|降至|升至|提高到|增加到|增至|减至|到|至|从|由|的|计|分别|最高|最低|每|各)+$"
)
COUNTED = re.compile(r"^[一-龥]{1,10}")
COUNTED_STOP = re.compile(
    r"(?:投入|资金|总投资|投资|计划|其中|脱贫|出列|摘帽|未脱贫|全部|共|覆盖|达到|完成|实施|以上|以内|以下|左右|就业且|未|给予|进行|开展|安排|每|按|均|和|及|与|等|的|成立)"
)
GROUPS = re.compile(
    r"(未脱贫(?:户|人口)?|已?脱贫(?:户|人口)|贫困户|贫困人口|建档立卡(?:贫困)?(?:户|人口)?|低保(?:户|对象)?|特困(?:人员|户)?|残疾人|学生|劳动力|监测对象|边缘(?:户|人口)|搬迁(?:户|人口)?|妇女|儿童|老年?人)"
)
PLACE = re.compile(
    r"(?:^|[，。；：、（\s])([一-龥]{1,5}(?:镇|乡|街道|村委会|社区|村|县|市|州))(?=[一-龥\d]|$)"
)


def before(words: str) -> str:
    """The noun in the words between the last mark (or figure) and a figure: "三年计划投入资金" → "资金"."""
    kept = TAIL.sub("", LEAD.sub("", words.strip()))
    return kept[-16:]


def after(words: str) -> str:
    """What a counter counts: "个贫困村脱贫出列" → "贫困村"; "" if nothing follows."""
    found = COUNTED.match(words)
    if not found:
        return ""
    stop = COUNTED_STOP.search(found[0], 1)
    return found[0][: stop.start()] if stop else found[0]


def group(words: str) -> str:
    """Of whom: the group of people the words name last, or ""."""
    found = GROUPS.findall(words)
    return found[-1] if found else ""


def place(words: str) -> str:
    """Where: the last division the words name, or ""."""
    found = PLACE.findall(words)
    return found[-1] if found else ""
