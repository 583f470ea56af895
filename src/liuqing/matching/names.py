"""Names: how they sound and how they are written differently.

A surname is read as a surname (单 is shàn, 查 is zhā), a given name by its most common readings.
Sounds carry no tones: lists are typed by ear, and the ear of a keyboard has none. A name in Latin
letters sounds like itself.
"""

import re
from collections.abc import Callable
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc
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

_BY_HABIT = (
    "闫阎閆閻 肖萧蕭箫簫 付傅 同仝 兰蓝藍蘭 余佘馀餘 于於 喆哲悊 代戴 珮佩 升昇陞 坤堃 峰峯 年秊 并並竝併 仙僊 德徳惪 群羣 国囯國圀 珍珎 苏甦蘇囌 叶葉 "
    "果菓 钟锺鍾鐘 宁甯寧 欣訢 晓曉暁皢 渊淵渕 泽澤沢 滨濵濱 咏詠 略畧 画畵畫劃 灵霊靈 铁鉄鐵 剑剣劍劔 净浄淨 壮壯 庄荘莊 村邨 勋勛勳勲 惠恵 松鬆枩 玺璽 婵嬋 飞飛 "
    "奔犇 杰傑 系係繫 却卻 "
)
"""Written for one another by habit: an abolished simplification, a rare form, a lazy one."""

_TRADITIONAL = (
    "爱愛 安侒 宝寶寳 贝貝 备備 笔筆 毕畢 边邊 标標 宾賓賔 冰氷 炳昞 伯栢 财財 参參 灿燦 苍蒼 沧滄 层層 产產 长長 常甞嚐 厂廠 场場 "
    "畅暢 车車 陈陳 尘塵 晨曟 称稱 诚誠 驰馳 冲沖衝 宠寵 础礎 处處 传傳 创創 纯純 词詞 从從 聪聰 丛叢 达達 带帶 单單 胆膽 党黨 "
    "导導 灯燈 邓鄧 迪廸 帝渧 点點 电電 钓釣 迭疊 东東 冬鼕 动動 栋棟 独獨 读讀 笃篤 断斷 对對 队隊 敦惇 顿頓 多夛 夺奪 额額 "
    "儿兒 尔爾尓 发發 罚罰 凡凢 范範 丰豐豊 风風 枫楓 锋鋒 冯馮 凤鳳 夫伕 肤膚 妇婦 复復複 富冨 冈岡 刚剛 钢鋼 岗崗堽 纲綱 个個 耕畊 "
    "龚龔 巩鞏 贡貢 沟溝 够夠 谷穀 顾顧 关關関 观觀 馆館 广廣 光炗 归歸 龟龜 贵貴 桂椢 过過 汉漢 韩韓 号號 浩澔 皓皜 贺賀 鹤鶴 "
    "红紅 鸿鴻 洪渱 胡衚 护護 沪滬 华華崋 怀懷 欢歡懽 环環 焕煥 黄黃 辉輝煇 晖暉 会會 汇匯彙 慧譓 绘繪 诲誨 浑渾 获獲穫 机機 鸡雞鷄 积積 "
    "基朞 极極 级級 纪紀 济濟 际際 继繼 计計 记記 家傢 夹夾 贾賈 价價 坚堅 间間 俭儉 检檢 简簡 见見 健徤 渐漸 舰艦 将將 姜薑 "
    "蒋蔣 讲講 娇嬌 骄驕 教敎 阶階 节節 洁潔 结結 锦錦 紧緊 谨謹 尽盡儘 进進 劲勁 晋晉 荆荊 经經 惊驚 静靜 镜鏡 竞競 纠糾 旧舊 "
    "举舉 巨鉅 剧劇 娟姢 军軍 钧鈞 俊儁雋 骏駿 开開 凯凱 康穅 科萪 克剋 课課 昆崑崐 阔闊濶 来來 莱萊 赖賴 览覽 揽攬 岚嵐 郎郞 朗朖 "
    "劳勞 乐樂 雷靁 类類 礼禮 里裏裡 丽麗 励勵 历歷曆厤 厉厲 莉蒞 连連 莲蓮 联聯聨 怜憐 练練 恋戀 良俍 粮糧 凉涼 梁樑 两兩 亮喨 辽遼 "
    "疗療 邻鄰隣 临臨 麟麐 龄齡 岭嶺 领領 刘劉 浏瀏 龙龍 珑瓏 隆漋 楼樓 娄婁 卢盧 芦蘆 泸瀘 庐廬 鲁魯 陆陸 录錄録 禄祿 吕呂 侣侶 "
    "绿綠 峦巒 銮鑾 鸾鸞 伦倫 论論 罗羅 骆駱 玛瑪 马馬 买買 麦麥 迈邁 满滿 茂楙 梅楳槑 门門 们們 蒙矇 梦夢 弥彌瀰 绵綿 缅緬 苗媌 "
    "妙玅 灭滅 闽閩 敏勄 鸣鳴 铭銘 明朙眀 谋謀 亩畝 纳納 乃迺 难難 农農 浓濃 女釹 诺諾 欧歐 盘盤 庞龐 鹏鵬 骈駢 骗騙 萍蓱 凭憑 "
    "平泙 苹蘋 泼潑 朴樸 齐齊 岂豈 启啟啓 气氣 弃棄 千韆 钱錢 潜潛濳 浅淺 强強彊 蔷薔 墙牆 乔喬 桥橋 钦欽 亲親 琴琹 勤懃 寝寢 轻輕 "
    "倾傾 清凊 庆慶 穷窮 琼瓊 秋秌穐 区區 曲麯 权權 劝勸 确確 让讓 饶饒 热熱 认認 荣榮 融螎 软軟 锐銳鋭 润潤 赛賽 三弎 伞傘 桑桒 "
    "扫掃 涩澀 杀殺 纱紗 删刪 陕陝 善譱 伤傷 绍紹 舍捨 设設 审審 婶嬸 沈瀋 慎昚 声聲 胜勝 圣聖 绳繩 师師 诗詩 时時旹 实實寔 识識 "
    "世丗 势勢 事亊 适適 释釋 寿壽夀 书書 枢樞 术術 树樹 双雙 水氺 税稅 顺順 说說 硕碩 丝絲 思恖 四亖 颂頌 肃肅 虽雖 随隨 岁歲嵗 "
    "孙孫 笋筍 台臺檯颱 态態 谭譚 坛壇 汤湯 堂坣 涛濤 韬韜 腾騰 体體 天兲 条條 厅廳 听聽 亭渟 廷侹 统統 头頭 图圖啚 团團 托託 万萬 "
    "湾灣 网網 旺暀 为為爲 围圍 维維 伟偉 纬緯 苇葦 卫衛衞 温溫 文紋 闻聞 稳穩 问問 无無 吴吳呉 乌烏 务務 武珷 雾霧 习習 席蓆 袭襲 "
    "戏戲 细細 霞赮 峡峽 侠俠 狭狹 贤賢 鲜鮮 闲閒閑 显顯 县縣 现現 献獻 线線綫 乡鄉 详詳 响響 项項 象潒 骁驍 协協 谢謝 写寫 新噺 "
    "兴興 星曐 幸倖 修脩 绣繡綉 秀琇 许許 须須鬚 叙敘敍 续續 轩軒 选選 学學斈 寻尋 询詢 训訓 亚亞 烟煙 严嚴 岩嵓 盐鹽 颜顏 艳艷豔豓 砚硯 "
    "验驗 彦彥 燕鷰 雁鴈 扬揚 阳陽 杨楊 养養 样樣 尧尭 遥遙 药藥 耀燿 爷爺 业業 晔曄 页頁 医醫 仪儀 艺藝埶 忆憶 义義 议議 异異 "
    "亿億 谊誼 毅藙 阴陰 银銀 饮飲 隐隱 英偀 婴嬰 鹰鷹 应應 莹瑩 营營 萤螢 蝇蠅 颖穎頴 赢贏 永怺 拥擁 踊踴 勇勈 优優 忧憂 邮郵 "
    "犹猶 游遊 佑祐 鱼魚 渔漁 娱娛 与與 屿嶼 语語 郁鬱 狱獄 预預 誉譽 御禦 园園 员員 圆圓 源厵 缘緣 远遠 愿願 岳嶽 跃躍 悦悅 "
    "阅閱 云雲 芸蕓 运運 韵韻 蕴蘊 杂雜 灾災 载載 赞贊讚 脏髒 枣棗 则則 责責 赠贈 斋齋 战戰 张張 涨漲 赵趙 昭炤 照曌 贞貞 真眞 "
    "针針 桢楨 祯禎 阵陣 镇鎮鎭 郑鄭 证證 织織 执執 职職 直値 志誌 制製 质質 帜幟 终終 忠伀 种種 众眾衆 重緟 周週 轴軸 朱硃 诸諸 "
    "珠絑 烛燭 铸鑄 筑築 专專 砖磚 转轉 装裝 妆妝 状狀 准準 资資 总總 纵縱 邹鄒 祖袓 钻鑽 娴嫻嫺 婳嫿 玮瑋 珲琿 琏璉 玑璣 璇璿 "
    "瑶瑤 晕暈 旸暘 炜煒 烨燁爗 焘燾 煌熿 炼煉 灏灝 沣灃 浈湞 涟漣 滢瀅 澜瀾 溆漵 泾涇 沥瀝 洒灑 荫蔭 荐薦 荟薈 萝蘿 芗薌 莺鶯 "
    "莼蓴 桦樺 桧檜 枪槍 梼檮 榄欖 柠檸 槟檳 栾欒 骥驥 骅驊 骢驄 骐騏 驹駒 鸽鴿 鹃鵑 鹂鸝 鹊鵲 鹭鷺 钊釗 钰鈺 铃鈴 铎鐸 铨銓 "
    "铮錚 链鏈 锴鍇 镕鎔 镐鎬 镛鏞 锡錫 铠鎧 钛鈦 铂鉑 键鍵 锁鎖 锅鍋 纶綸 绅紳 绒絨 绢絹 绮綺 绯緋 缤繽 缨纓 缦縵 缜縝 绪緒 "
    "纭紜 绎繹 绚絢 绫綾 诏詔 诒詒 谆諄 谚諺 谦謙 谧謐 谱譜 译譯 谕諭 谐諧 赟贇 赐賜 赋賦 赉賚 赁賃 贻貽 费費 贸貿 颀頎 颉頡 "
    "颍潁 频頻 题題 颢顥 顼頊 颐頤 轶軼 轲軻 辅輔 辑輯 辕轅 辙轍 轮輪 辈輩 闵閔 阐闡 阁閣 闰閏 阆閬 闾閭 冀兾 凛凜 剀剴 剂劑 "
    "勖勗 匀勻 卧臥 哗嘩 啸嘯 嘱囑 坞塢 垒壘 垦墾 埙塤 壹弌 壶壺 奋奮 奖獎 奥奧 妩嫵 姗姍 孪孿 宪憲 宽寬 宫宮 尝嘗 属屬 岛島 "
    "峥崢 嵘嶸 巅巔 币幣 帅帥 帏幃 库庫 彝彜彞 彻徹 径徑 恒恆 恳懇 恺愷 悬懸 惩懲 惭慚 慑懾 懒懶 戬戩 户戶 扩擴 抚撫 担擔 拟擬 "
    "择擇 挚摯 挥揮 据據 暂暫 杩榪 构構 栀梔 栎櫟 棂欞 欤歟 毁毀 毙斃 泪淚 泻瀉 浇澆 浊濁 测測 浚濬 涂塗 涧澗 渍漬 滩灘 潇瀟 "
    "潍濰 炉爐 炽熾 牵牽 犊犢 狮獅 猎獵 猪豬 瑷璦 璎瓔 瓒瓚 疯瘋 皑皚 盖蓋 监監 睿叡 矫矯 矿礦 砺礪 磊礧 祷禱 秆稈 秽穢 稣穌 "
    "窃竊 窦竇 竖豎 笼籠 筝箏 签簽籤 篮籃 籁籟 粤粵 罢罷 罴羆 羡羨 翘翹 耻恥 聂聶 聋聾 肠腸 脉脈 脑腦 脚腳 腊臘 舆輿 苋莧 茎莖 "
    "荚莢 荞蕎 荡蕩 荤葷 荪蓀 萨薩 葱蔥 蓟薊 蔺藺 蕲蘄 虏虜 虑慮 虾蝦 蚀蝕 蚁蟻 蚂螞 蚕蠶 蛮蠻 蜡蠟 衔銜 补補 褴襤 觉覺 触觸 "
    "誊謄 订訂 讯訊 讵詎 访訪 评評 诉訴 诊診 试試 话話 误誤 请請 谁誰 调調 谅諒 谈談 谓謂 负負 败敗 账賬 货貨 贩販 贪貪 贫貧 "
    "购購 贯貫 赏賞 赔賠 赶趕 趋趨 践踐 踪蹤 轨軌 轿轎 较較 辆輛 辞辭 迁遷 迟遲 迩邇 逊遜 递遞 逻邏 遗遺 邝鄺 邬鄔 郏郟 郐鄶 "
    "郓鄆 郸鄲 酝醞 酱醬 酿釀 鉴鑒鑑 钞鈔 钮鈕 铜銅 铝鋁 铺鋪 销銷 锄鋤 锈鏽 错錯 锤錘 锻鍛 镰鐮 镶鑲 闭閉 闯闖 闷悶 闹鬧 陇隴 "
    "陨隕 险險 雏雛 雕鵰 雳靂 霁霽 韦韋 韧韌 韫韞 顶頂 顷頃 颁頒 颈頸 颗顆 颠顛 颤顫 飘飄 飙飆 饭飯 饰飾 饱飽 饲飼 馈饋 馒饅 "
    "驭馭 驯馴 驱驅 驴驢 驻駐 驾駕 驿驛 骋騁 骑騎 骤驟 髅髏 鲍鮑 鲤鯉 鲲鯤 鳌鰲 鳖鱉 鸥鷗 鸭鴨 鹅鵝 麸麩 黉黌 黎犂 齿齒 "
)
"""The simplified character first, then its traditional and rare forms."""

VARIANTS = {ord(other): group[0] for group in f"{_BY_HABIT}{_TRADITIONAL}".split() for other in group[1:]}
"""Characters written for one another on lists: traditional, old and careless forms."""


_BETWEEN = "\0"
"""Between names that are read in one go; in no name."""


def pinyin(name: str) -> str:
    """The sound of a name in small letters without tones or blanks; other letters stay."""
    surname = _surname(name)
    return SURNAMES.get(surname, "") + name[len(surname) :].translate(_SOUNDS)


def initials(name: str) -> str:
    """The first letter of each character's sound."""
    surname = _surname(name)
    first = _INITIALS_OF_PAIRS.get(surname, SURNAMES.get(surname, "")[:1])
    return first + name[len(surname) :].translate(_LETTERS)


def heard(name: str) -> str:
    """The sound as the ear of the South-West has it: zh is z, eng is en, n is l, yu is yi.

    For finding who may be meant; two names that are only heard alike are still two names.
    """
    surname = _surname(name)
    return _ear(SURNAMES.get(surname, "")) + name[len(surname) :].translate(_HEARD)


def plain(name: str) -> str:
    """The name with variant characters made alike; blanks, dots and what is in brackets taken out."""
    return _REMARK.sub("", name).translate(_PLAIN).lower()


def read(names: pa.Array) -> pa.Table:
    """``plain``, and of that ``sound`` (``pinyin``) and ``heard``, of many names in one go.

    What is empty, as of a name of nothing but marks, is NULL.
    """
    flat = _joined(pc.replace_substring(names, _BETWEEN, ""))
    plains = _REMARK.sub("", flat).translate(_PLAIN).lower()
    marked = _HEADS.sub(lambda found: _BETWEEN + _MARKED[found[1]], _BETWEEN + plains)[1:]
    readings = (plains, marked.translate(_SOUNDS), marked.translate(_HEARD))
    # Of no names the parts would be one, an empty one.
    columns = [_parted(reading)[: len(names)] for reading in readings]
    return pa.table(columns, names=["plain", "sound", "heard"])


def _joined(texts: pa.Array) -> str:
    whole = pa.ListArray.from_arrays([0, len(texts)], texts)
    joined: str = pc.binary_join(whole, _BETWEEN)[0].as_py()
    return joined


def _parted(flat: str) -> pa.Array:
    texts = pc.split_pattern(pa.array([flat]), _BETWEEN).flatten()
    return pc.if_else(pc.equal(texts, ""), None, texts)


def _surname(name: str) -> str:
    """The surname if it is not read like its characters."""
    for length in (2, 1):
        if len(name) > length and name[:length] in SURNAMES:
            return name[:length]
    return ""


def _sound(character: str) -> str:
    readings = pinyin_dict.get(ord(character), "")
    if not readings:
        return character.lower() if character.isalnum() else ""
    plain_sound: str = convert(readings.split(",")[0], Style.NORMAL, strict=False)
    return plain_sound.replace("ü", "v")


@lru_cache(maxsize=5_000)
def _ear(sound: str) -> str:
    if len(sound) < 2:  # A Latin letter.
        return sound
    for written, ear in _EAR:
        sound = written.sub(ear, sound)
    return sound


_EAR = tuple(
    (re.compile(written), ear)
    for written, ear in (
        ("^([zcs])h", r"\1"), ("^n", "l"), ("(?<=[ei])ng$", "n"), ("^yu", "yi"), ("^([jqx])u", r"\1i"), ("v", "i"),
    )
)  # fmt: skip


class _Read(dict[int, str]):
    """Characters as ``str.translate`` asks for them, each read when it is first met."""

    def __init__(self, read: Callable[[str], str]) -> None:
        self._read = read
        self[ord(_BETWEEN)] = _BETWEEN

    def __missing__(self, code: int) -> str:
        self[code] = self._read(chr(code))
        return self[code]


# A surname with a reading of its own becomes one character that no text can hold, and is read with the rest.
_MARKED = {surname: chr(0xD800 + number) for number, surname in enumerate(SURNAMES)}
_HEADS = re.compile(rf"{_BETWEEN}({'|'.join(sorted(SURNAMES, key=len, reverse=True))})(?!{_BETWEEN}|$)")

_SOUNDS = _Read(_sound)
_LETTERS = _Read(lambda character: _sound(character)[:1])
_HEARD = _Read(lambda character: _ear(_sound(character)))
_SOUNDS |= {ord(_MARKED[surname]): sound for surname, sound in SURNAMES.items()}
_HEARD |= {ord(_MARKED[surname]): _ear(sound) for surname, sound in SURNAMES.items()}
MARKS = " \u3000·•．.・‧∙⋅●○▪﹒｡。，,、'’`´-－—_*\t\n\r\u200b\ufeff"
"""Between the parts of a minority name, or left behind by a typist: never part of a name."""
_PLAIN = _Read(lambda character: character)
_PLAIN |= {**VARIANTS, **dict.fromkeys(map(ord, MARKS), "")}
REMARK = rf"[(（\[【][^{_BETWEEN}]*"
"""What a typist adds to a name: everything from the first bracket on."""
_REMARK = re.compile(REMARK)
