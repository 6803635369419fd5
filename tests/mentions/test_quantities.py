"""Every form of a figure, and what it means: value, upper value, unit and bound; the span holds qualifier, number and unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ureport.mentions import find
from ureport.model import Mention, Role


def facts(text: str) -> list[Mention]:
    return [m for m in find(text) if m.role is Role.FACT]


def the_fact(text: str) -> Mention:
    found = facts(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit"),
    [
        # half and full width digits
        ("新增会员8500名。", "8500名", "8500", "人"),
        ("新增会员８５００名。", "８５００名", "8500", "人"),
        ("新增会员３．２万名。", "３．２万名", "32000", "人"),
        # separators
        ("筹集资金1,100万元。", "1,100万元", "11000000", "元"),
        ("筹集资金1，100万元。", "1，100万元", "11000000", "元"),
        ("支出12,345.67元。", "12,345.67元", "12345.67", "元"),
        ("建立工会3 556个。", "3 556个", "3556", "个"),
        ("发展会员1 234 567人。", "1 234 567人", "1234567", "人"),
        # 万, 亿
        ("发展会员3.2万名。", "3.2万名", "32000", "人"),
        ("投入1.81亿元。", "1.81亿元", "181000000", "元"),
        ("共有职工3万4000人。", "3万4000人", "34000", "人"),
        ("共有职工1亿2000万人。", "1亿2000万人", "120000000", "人"),
        ("产值达到二十万亿元。", "二十万亿元", "20000000000000", "元"),
        ("产值达到20万亿元。", "20万亿元", "20000000000000", "元"),
        ("筹款5百万元。", "5百万元", "5000000", "元"),
        ("筹款3千万元。", "3千万元", "30000000", "元"),
        ("发放慰问金 86 万元。", "86 万元", "860000", "元"),
        # Chinese numerals
        ("慰问职工二百三十户。", "二百三十户", "230", "户"),
        ("举办讲座十二场。", "十二场", "12", "场"),
        ("培训两千名骨干。", "两千名", "2000", "人"),
        ("慰问两万五千人。", "两万五千人", "25000", "人"),
        ("救助廿五户。", "廿五户", "25", "户"),
        ("捐款壹佰贰拾万元。", "壹佰贰拾万元", "1200000", "元"),
        ("捐款叁仟伍佰元。", "叁仟伍佰元", "3500", "元"),
        ("一千零五十人参赛。", "一千零五十人", "1050", "人"),
        ("捐款三点五万元。", "三点五万元", "35000", "元"),
        # Traditional Chinese
        ("發展會員３萬名。", "３萬名", "30000", "人"),
        ("籌款兩億元。", "兩億元", "200000000", "元"),
    ],
)
def test_numbers(text: str, surface: str, value: str, unit: str) -> None:
    mention = the_fact(text)
    assert (mention.surface, mention.value, mention.value_high, mention.unit, mention.bound) == (surface, Decimal(value), None, unit, "exact")


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit", "bound"),
    [
        # behind the number, before or behind the multiplier, before or behind the unit
        ("参加活动18.5万余人次。", "18.5万余人次", "185000", "人次", "over"),
        ("筹集资金1636.4万余元。", "1636.4万余元", "16364000", "元", "over"),
        ("筹集资金100余万元。", "100余万元", "1000000", "元", "over"),
        ("培训40多万人。", "40多万人", "400000", "人", "over"),
        ("培训职工1700余名。", "1700余名", "1700", "人", "over"),
        ("走访企业20多家。", "20多家", "20", "家", "over"),
        ("慰问职工二百余户。", "二百余户", "200", "户", "over"),
        ("慰问职工三百多人。", "三百多人", "300", "人", "over"),
        ("培训职工500人以上。", "500人以上", "500", "人", "over"),
        ("培训职工500人左右。", "500人左右", "500", "人", "about"),
        ("培训职工500人上下。", "500人上下", "500", "人", "about"),
        ("费用控制得好，支出3万元以内。", "3万元以内", "30000", "元", "at_most"),
        # in front of the number
        ("发放慰问款近3500万元。", "近3500万元", "35000000", "元", "nearly"),
        ("发放慰问款将近300万元。", "将近300万元", "3000000", "元", "nearly"),
        ("会员接近20万人。", "接近20万人", "200000", "人", "nearly"),
        ("培训职工约600人。", "约600人", "600", "人", "about"),
        ("培训职工大约600人。", "大约600人", "600", "人", "about"),
        ("会员超过3万人。", "超过3万人", "30000", "人", "over"),
        ("会员突破100万人。", "突破100万人", "1000000", "人", "over"),
        ("受益职工逾8000人。", "逾8000人", "8000", "人", "over"),
        ("每年培训不少于200人。", "不少于200人", "200", "人", "at_least"),
        ("签订率不低于90%。", "不低于90%", "90", "%", "at_least"),
        ("每季度至少5次。", "至少5次", "5", "场", "at_least"),
        ("每户补助不超过3000元。", "不超过3000元", "3000", "元", "at_most"),
        # only a power of ten
        ("近千名职工观看演出。", "近千名", "1000", "人", "nearly"),
        ("近百家企业参加。", "近百家", "100", "家", "nearly"),
        ("上千名骑手入会。", "上千名", "1000", "人", "over"),
        ("上万名职工受益。", "上万名", "10000", "人", "over"),
        ("数百名职工参加。", "数百名", "100", "人", "over"),
        ("数十家企业参加。", "数十家", "10", "家", "over"),
        ("几十名劳模到会。", "几十名", "10", "人", "over"),
        ("十几家单位参加。", "十几家", "10", "家", "over"),
        ("几百万元资金到位。", "几百万元", "1000000", "元", "over"),
        # a word that merely ends like a qualifier is none
        ("节约300万元。", "300万元", "3000000", "元", "exact"),
        ("最近12家企业建会。", "12家", "12", "家", "exact"),
        ("附近45户居民参加。", "45户", "45", "户", "exact"),
    ],
)
def test_bounds(text: str, surface: str, value: str, unit: str, bound: str) -> None:
    mention = the_fact(text)
    assert (mention.surface, mention.value, mention.unit, mention.bound) == (surface, Decimal(value), unit, bound)


@pytest.mark.parametrize(
    ("text", "surface", "low", "high", "unit"),
    [
        ("培育示范点5—10个。", "5—10个", "5", "10", "个"),
        ("培育示范点5－10个。", "5－10个", "5", "10", "个"),
        ("培育示范点5~10个。", "5~10个", "5", "10", "个"),
        ("每家奖励5-10万元。", "5-10万元", "50000", "100000", "元"),
        ("每家奖励5万-10万元。", "5万-10万元", "50000", "100000", "元"),
        ("每家奖励5万元—10万元。", "5万元—10万元", "50000", "100000", "元"),
        ("每人补助800至1200元。", "800至1200元", "800", "1200", "元"),
        ("每人补助500元到1000元。", "500元到1000元", "500", "1000", "元"),
        ("参与率在80%至90%之间。", "80%至90%", "80", "90", "%"),
        ("参与率在80-90%之间。", "80-90%", "80", "90", "%"),
        ("到场三四百人。", "三四百人", "300", "400", "人"),
        ("每批七八十人。", "七八十人", "70", "80", "人"),
        ("来了十七八名学员。", "十七八名", "17", "18", "人"),
        ("每队两三千元。", "两三千元", "2000", "3000", "元"),
    ],
)
def test_ranges(text: str, surface: str, low: str, high: str, unit: str) -> None:
    mention = the_fact(text)
    assert (mention.surface, mention.value, mention.value_high, mention.unit, mention.bound) == (surface, Decimal(low), Decimal(high), unit, "range")


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("会员由45人增加到60人。", ["45人", "60人"]),
        ("建会率从80%提高到95%。", ["80%", "95%"]),
        ("从3家到5家。", ["3家", "5家"]),
        ("企业12家，职工300人。", ["12家", "300人"]),
    ],
)
def test_two_figures_are_no_range(text: str, surfaces: list[str]) -> None:
    found = facts(text)
    assert [m.surface for m in found] == surfaces
    assert {m.value_high for m in found} == {None}


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit", "bound"),
    [
        ("签订率98%。", "98%", "98", "%", "exact"),
        ("签订率９８．５％。", "９８．５％", "98.5", "%", "exact"),
        ("覆盖率达百分之九十五。", "百分之九十五", "95", "%", "exact"),
        ("覆盖率达百分之九十五点六。", "百分之九十五点六", "95.6", "%", "exact"),
        ("覆盖率达百分之百。", "百分之百", "100", "%", "exact"),
        ("覆盖率达百分之95。", "百分之95", "95", "%", "exact"),
        ("事故率降到千分之三。", "千分之三", "0.3", "%", "exact"),
        ("事故率降到3‰。", "3‰", "0.3", "%", "exact"),
        ("三分之一的企业建会。", "三分之一", "33.33", "%", "exact"),
        ("四分之三的职工满意。", "四分之三", "75", "%", "exact"),
        ("八成职工满意。", "八成", "80", "%", "exact"),
        ("八成以上的职工满意。", "八成以上", "80", "%", "over"),
        ("近九成职工满意。", "近九成", "90", "%", "nearly"),
        ("约七成五的职工满意。", "约七成五", "75", "%", "about"),
        ("一半职工参加了培训。", "一半", "50", "%", "exact"),
        ("过半职工参加了培训。", "过半", "50", "%", "over"),
        ("半数职工参加了培训。", "半数", "50", "%", "exact"),
        ("提高5个百分点。", "5个百分点", "5", "百分点", "exact"),
        ("提高3.2个百分点。", "3.2个百分点", "3.2", "百分点", "exact"),
        ("提高近两个百分点。", "近两个百分点", "2", "百分点", "nearly"),
        ("会员人数翻一番。", "一番", "1", "番", "exact"),
        ("是去年的两倍。", "两倍", "2", "倍", "exact"),
        ("增长1.5倍。", "1.5倍", "1.5", "倍", "exact"),
    ],
)
def test_ratios(text: str, surface: str, value: str, unit: str, bound: str) -> None:
    mention = the_fact(text)
    assert (mention.surface, mention.value, mention.unit, mention.bound) == (surface, Decimal(value), unit, bound)


@pytest.mark.parametrize(
    ("text", "first", "second", "unit"),
    [
        ("分别是5万和2万元。", ("5万", "50000"), ("2万元", "20000"), "元"),
        ("分别补助5万和2万元。", ("5万", "50000"), ("2万元", "20000"), "元"),
        ("分别发放3万和2万册。", ("3万", "30000"), ("2万册", "20000"), "册"),
        ("分别新建12、15家。", ("12", "12"), ("15家", "15"), "家"),
        ("分别为300及450人。", ("300", "300"), ("450人", "450"), "人"),
    ],
)
def test_elided_unit(text: str, first: tuple[str, str], second: tuple[str, str], unit: str) -> None:
    one, two = facts(text)
    assert [(m.surface, m.value, m.unit) for m in (one, two)] == [(first[0], Decimal(first[1]), unit), (second[0], Decimal(second[1]), unit)]
    assert "elided unit" in one.flags
    assert "elided unit" not in two.flags


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit"),
    [
        ("举办讲座1O7场。", "1O7场", "107", "场"),
        ("新建工会l2家。", "l2家", "12", "家"),
        ("慰问职工3OO人。", "3OO人", "300", "人"),
        ("筹款5. 2万元。", "5. 2万元", "52000", "元"),
        ("筹款5 .2万元。", "5 .2万元", "52000", "元"),
    ],
)
def test_misread_digits_are_repaired_and_flagged(text: str, surface: str, value: str, unit: str) -> None:
    mention = the_fact(text)
    assert (mention.surface, mention.value, mention.unit) == (surface, Decimal(value), unit)
    assert "repaired OCR" in mention.flags


@pytest.mark.parametrize("text", ["慰问职工300人。", "筹款5.2万元。", "筹款1,100元。", "建立工会3 556个。"])
def test_what_is_sound_is_not_flagged_as_repaired(text: str) -> None:
    assert the_fact(text).flags == ()


@pytest.mark.parametrize(
    ("surface", "unit"),
    [
        # people
        *[("27人", "人"), ("27名", "人"), ("27位", "人"), ("27人次", "人次"), ("27名(次)", "人次"), ("27户", "户")],
        # organisations and places
        *[("27家", "家"), ("27所", "家"), ("27处", "处"), ("27支", "支"), ("27个", "个")],
        # money
        *[("27元", "元"), ("27万元", "元"), ("27块", "元"), ("27美元", "美元")],
        # cases, sessions, things
        *[("27件", "件"), ("27件(次)", "件"), ("27起", "件"), ("27宗", "件"), ("27场", "场"), ("27场次", "场"), ("27次", "场"), ("27期", "场"), ("27届", "场")],
        *[("27项", "项"), ("27条", "条"), ("27篇", "篇"), ("27册", "册"), ("27本", "册"), ("27部", "册"), ("27份", "份"), ("27张", "张")],
        # measures
        *[("27平方米", "平方米"), ("27㎡", "平方米"), ("27小时", "小时"), ("27学时", "小时")],
        # a measure word of its own
        *[("27箱", "箱"), ("27吨", "吨"), ("27台", "场"), ("27盏", "盏")],
    ],
)
def test_units(surface: str, unit: str) -> None:
    mention = the_fact(f"合计{surface}。")
    assert (mention.surface, mention.unit) == (surface, unit)


@pytest.mark.parametrize(
    ("text", "surface", "unit"),
    [
        ("上千职工参加。", "上千", "人"),
        ("150万下岗人员再就业。", "150万", "人"),
        ("近百企业到场。", "近百", "家"),
        ("一次兑付412万，", "412万", "元"),
    ],
)
def test_the_noun_or_verb_beside_a_bare_number_gives_its_unit(text: str, surface: str, unit: str) -> None:
    mention = the_fact(text)
    assert (mention.surface, mention.unit) == (surface, unit)


def test_several_figures_of_one_sentence() -> None:
    text = "新建工会12家，发展会员1.5万余人，收缴会费近80万元，建会率达96.5%。"
    assert [(m.surface, m.value, m.unit, m.bound) for m in facts(text)] == [
        ("12家", 12, "家", "exact"),
        ("1.5万余人", 15000, "人", "over"),
        ("近80万元", 800000, "元", "nearly"),
        ("96.5%", Decimal("96.5"), "%", "exact"),
    ]


@pytest.mark.parametrize("digits", [30, 400, 5000])
def test_no_digit_of_a_long_number_is_rounded(digits: int) -> None:
    number = "9" * (digits - 1) + "7"
    assert the_fact(f"支出{number}元。").value == Decimal(number)
    assert the_fact(f"支出{number}万元。").value == Decimal(number + "0000")
