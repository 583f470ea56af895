"""Every kind of contradiction, and the flags that must find it.

The rates are shares of the registered households; each kind has at least two cases in a county that
is not tiny. An innocent kind names the flags that must not find it.
"""

from liuqing.sample.kind import Kind

RATE = 0.0008
_OF = "登记户"


def _of(label: str, *flags: str, rate: float = RATE) -> Kind:
    return Kind(label, rate, _OF, flags)


PERSONS = {
    "id_fifteen": _of("登记中只有 15 位旧号码", "id_length_wrong"),
    "id_unlisted": _of("登记中号码的校验位不对，公安名单中也没有本人", "id_number_wrong"),
    "card_class": _of("登记的残疾人证号第 19 位不是残疾类别", "card_number_wrong"),
    "head_twice": _of("一户两个户主", "not_one_head"),
    "spouse_twice": _of("一户两个配偶", "several_spouses"),
    "couple_one_sex": _of("配偶的性别与户主相同", "couple_of_one_sex"),
    "relation_sex": _of("与户主关系和性别不符（之子、之女写反）", "relation_not_of_sex"),
    "school_both": _of("在校生状况和文化程度都填了", "school_stated_twice"),
    "preschool_old": _of("小学生登记为学前教育", "preschool_too_old"),
    "roll_not_school": _of("学籍名单中在读，登记为不在校", "on_roll_not_at_school"),
    "child_labour": _of("未满 16 岁登记为普通劳动力", "child_with_labour"),
    "weak_young": _of("健康青壮年登记为弱劳动力", "healthy_but_weak"),
    "old_strong": _of("60 岁以上未务工，登记为普通劳动力", "old_with_labour"),
    "works_lost": _of("在务工，登记为无劳动力", "works_without_labour", "healthy_but_weak"),
    "place_missing": _of("有务工月数，没有务工所在地", "work_half_stated"),
    "place_wide": _of("务工所在地只写到省", "work_place_vague"),
    "child_work": _of("未满 16 岁登记有务工月数", "child_at_work"),
    "post_no_months": _of("有公益性岗位，没有在岗月数", "post_half_stated"),
    "post_old": _of("70 岁登记有公益性岗位", "post_age_wrong"),
    "tekun_works": _of("特困供养人员登记有务工月数", "tekun_at_work"),
    "tekun_able": _of(
        "健康青壮年登记为特困供养", "tekun_healthy", "tekun_unlisted", "tekun_category_differs"
    ),
    "tekun_unmarked": _of("特困名册有，登记未标注", "tekun_unmarked", "tekun_category_differs"),
    "disability_unmarked": _of("残疾人名册有，登记为健康", "disability_unmarked"),
    "disability_unlisted": _of("登记为残疾，残疾人名册没有", "disability_unlisted"),
    "two_schemes": _of("居民医保和职工医保都登记为是", "two_medical_schemes"),
    "no_illness_cover": _of("参加居民医保，大病保险登记为否", "no_serious_illness_cover"),
    "no_pension": _of("16 岁以上不在校，未参加养老保险", "no_pension_scheme"),
}
"""Planted in the cells of a person's row of the register."""
HOMES = {
    "phone_shared": _of("三户登记同一个联系电话", "phone_shared", rate=0.002),
    "phone_short": _of("联系电话少一位", "phone_length_wrong"),
    "home_unstated": _of("入户路类型空缺", "home_unstated"),
    "category_blank": _of("贫困户属性空缺", "household_unstated"),
    "income_blank": _of("各项收入都空缺", "income_unstated"),
    "house_both": _of("登记为危房户，鉴定等级却是 A、B 级", "house_contradiction"),
    "dibao_category": _of(
        "贫困户属性与低保标注不一致（成对互换，户数不变）", "dibao_category_differs", rate=0.0014
    ),
    "dibao_money": _of("有低保金收入，无人享受低保", "dibao_income_nobody_on"),
    "pension_left": _of("养老金已发放，收入中为 0", "transfers_left_out"),
    "wage_none": _of("务工半年以上，工资性收入为 0", "work_without_wage"),
    "wage_idle": _of("无人就业，工资性收入较高", "wage_without_work"),
    "land_huge": _of("耕地面积超出常理", "land_beyond"),
    "many_posts": _of("一户三个公益性岗位", "many_posts"),
}
"""Planted in a household's row of the register."""
PLACES = {
    "village_land": Kind("村耕地面积少于在册户合计", 0.012, "村", ("village_land_short",)),
    "village_unsafe": Kind("未实现饮水安全户数多于总户数", 0.012, "村", ("village_unsafe_beyond",)),
    "village_blank": Kind("村级数据有一项空缺", 0.012, "村", ("village_unstated",)),
    "village_road": Kind("出列村到乡镇未通硬化路", 0.012, "村", ("exited_without_road",)),
}
"""Planted in a village's row."""
MONITORED = {
    "monitor_blank": _of("监测对象识别信息缺一项", "monitor_unstated"),
    "removal_blank": _of("风险已消除，消除时信息缺一项", "removal_unstated"),
    "removed_unhelped": _of("帮扶消除而没有帮扶措施", "removed_unhelped"),
    "unhelped": _of("识别满月数没有帮扶措施", "monitored_unhelped", "monitored_undeveloped"),
    "undeveloped": _of("有劳动力，没有开发式帮扶措施", "monitored_undeveloped"),
    "nobody_ill": _of("因病监测，无人患病", "ill_risk_nobody_ill"),
    "nothing_paid": _of("因病监测，自付支出为 0", "ill_risk_nothing_paid"),
    "schooling_unhelped": _of("因学监测，没有教育或社会帮扶", "schooling_risk_unhelped", "measures_off_risk"),
    "no_worker": _of("因务工不稳监测，无人务工", "work_risk_no_worker"),
    "many_able": _of("缺劳动力监测，劳动力过半", "labour_risk_many_able"),
    "industry_nothing": _of("产业帮扶消除，生产经营性收入为 0", "industry_without_income"),
    "net_nobody": _of("有综合保障措施，无人享受", "net_measure_nobody_in"),
    "wage_tiny": _of("识别时工资性收入 50 元", "monitor_wage_tiny"),
    "off_risk": _of("帮扶措施与风险不符", "measures_off_risk"),
}
"""Planted in a row of the list of monitored households, or in the measures of such a household."""
LISTED = {
    "owns_car": _of("名下有小型轿车", "owns_vehicle"),
    "owns_machine": _of("名下有装载机械", "owns_vehicle"),
    "owns_flat": _of("名下有城镇住宅", "owns_flat"),
    "owns_shop": _of("名下有商业用房", "owns_shop"),
    "owns_firm": _of("名下有个体工商户", "owns_company"),
    "on_payroll": _of("在财政供养名册（事业编制）", "on_fiscal_payroll"),
    "is_cadre": _of("现任村两委成员", "village_cadre_member"),
    "signal_away": _of("部门线索：空挂户，未务工未就学", "lives_elsewhere"),
    "signal_spending": _of("部门线索：子女自费留学", "spends_much"),
    "signal_conduct": _of("部门线索：赌博", "conduct_reported"),
    "loan_overdue": _of("小额信贷逾期", "loan_overdue_flag"),
    "yulu_wrong": _of("普通高中学生领雨露计划补助", "yulu_wrong_stage"),
}
"""Planted as a row of a department's list."""
LEFT_OUT = {"dibao_unlisted": _of("登记享受低保，低保名册没有本户", "dibao_unlisted")}
"""Planted as the lack of a row."""
KINDS = PERSONS | HOMES | PLACES | MONITORED | LISTED | LEFT_OUT

_MONITORED = tuple(flag for kind in MONITORED.values() for flag in kind.flags)
INNOCENT = {
    "car_scrapped": _of("轿车已报废", "owns_vehicle"),
    "farm_tractor": _of("小型拖拉机", "owns_vehicle"),
    "motorcycle": _of("摩托车", "owns_vehicle"),
    "firm_cancelled": _of("个体工商户已注销", "owns_company"),
    "cooperative": _of("农民专业合作社", "owns_company"),
    "flat_resettled": _of("易地搬迁户的安置住房", "owns_flat"),
    "homestead": _of("农村宅基地上的住房", "owns_flat", "owns_shop"),
    "payroll_post": _of("财政供养名册中的公益性岗位", "on_fiscal_payroll"),
    "cadre_left": _of("已离任的村两委成员", "village_cadre_member"),
    "away_at_work": _of("外出务工的人户分离", "lives_elsewhere"),
    "away_at_school": _of("在外就学的人户分离", "lives_elsewhere"),
    "yulu_right": _of("中职学生领雨露计划补助", "yulu_wrong_stage"),
    "phone_pair": _of("父子、兄弟两户共用一个电话", "phone_shared"),
    "elsewhere_right": _of("在外县就读，登记为在校", "on_roll_not_at_school"),
}
"""Planted look-alikes."""
FOUND_INNOCENT = {
    "weak_disabled": _of("残疾或患病的弱劳动力", "healthy_but_weak"),
    "card_right": _of("以残疾人证号登记", "id_length_wrong", "id_number_wrong", "card_number_wrong"),
    "employee": _of("职工参保", "not_insured", "two_medical_schemes", "no_serious_illness_cover"),
    "absent_from_hukou": _of("户籍名单没有的儿童、在校生、嫁入或入赘的成员", "not_in_hukou"),
    "dropout_told": _of("辍学原因已写明", "compulsory_not_in_school"),
    "old_weak": _of("老年人登记为弱劳动力", "old_with_labour"),
    "monitored_well": _of("监测对象，信息齐全、措施对症", *_MONITORED),
    "unsafe_monitored": _of(
        "脱贫户住危房或饮水不安全，已列入监测", "unsafe_house_unmonitored", "unsafe_water_unmonitored"
    ),
    "paid_monitored": _of("自付过高，已列入监测", "self_paid_high"),
    "village_rounded": _of("村耕地面积取整", "village_land_short"),
}
"""Look-alikes that are there without being planted."""
