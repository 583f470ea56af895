"""The provinces by their short names, as people write where somebody works."""

PROVINCES = (
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西",
    "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃",
    "青海", "宁夏", "新疆", "台湾", "香港", "澳门",
)  # fmt: skip

PEOPLES = (
    "傣", "彝", "白", "哈尼", "拉祜", "佤", "纳西", "景颇", "傈僳", "布朗", "独龙", "怒", "普米", "藏", "壮", "苗", "瑶",
    "回", "土家", "侗", "布依", "羌", "朝鲜", "黎", "蒙古", "哈萨克", "柯尔克孜", "水", "仡佬", "满", "畲", "土", "撒拉",
)  # fmt: skip
"""Peoples that stand in the names of autonomous prefectures and counties, without 族."""
