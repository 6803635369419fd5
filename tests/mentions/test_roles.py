"""What a number is: a statistic, or a date, a rank, a code, page furniture, part of a name, a criterion, or too vague."""

from __future__ import annotations

import pytest

from ureport.mentions import find
from ureport.model import Role

FACT, TIME, ORDER, ID, BOILER, NAME, THRESHOLD, VAGUE = Role


def roles(text: str) -> list[tuple[str, Role]]:
    return [(m.surface, m.role) for m in find(text)]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        # years
        ("2016年工作总结", "2016年"),
        ("二〇一六年工作总结", "二〇一六年"),
        ("二○一六年工作总结", "二○一六年"),
        ("２０１６年工作总结", "２０１６年"),
        ("2015年度考核优秀", "2015年度"),
        ("2014-2016年开展创建", "2014-2016年"),
        ("2012—2015年连续推进", "2012—2015年"),
        ("2016年上半年", "2016年上半年"),
        ("2016年第三季度", "2016年第三季度"),
        ("2016年底", "2016年底"),
        # months and days
        ("2016年6月", "2016年6月"),
        ("2016年6月30日", "2016年6月30日"),
        ("2016-06-30", "2016-06-30"),
        ("2016.6.30", "2016.6.30"),
        ("截至6月底", "6月底"),
        ("6月30日前完成", "6月30日"),
        ("1-6月", "1-6月"),
        ("1至10月", "1至10月"),
        ("2016年1-6月", "2016年1-6月"),
        ("十二月份", "十二月份"),
        ("五月中旬", "五月中旬"),
        ("于3月8日举行", "3月8日"),
        # clock
        ("上午9:30开始", "9:30"),
        # durations
        ("五年来", "五年来"),
        ("三年内完成", "三年内"),
        ("历时两个月", "两个月"),
        ("为期3天的培训", "3天"),
        ("试用期6个月", "6个月"),
        ("20余年", "20余年"),
        ("近两周", "近两周"),
        ("用了45分钟", "45分钟"),
        ("一年来", "一年来"),
        ("年满60周岁", "60周岁"),
    ],
)
def test_time(text: str, surface: str) -> None:
    assert roles(text) == [(surface, TIME)]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("第八届委员会", "第八届"),
        ("第15次全体会议", "第15次"),
        ("第二批", "第二批"),
        ("第3名", "第3名"),
        ("二等奖", "二等奖"),
        ("荣立三等功", "三等功"),
        ("获得前3名", "前3名"),
        ("位居前十名", "前十名"),
        ("一、维权工作", "一"),
        ("（二）帮扶工作", "二"),
        ("3．集体协商工作。", "3"),
        ("（4）劳动竞赛", "4"),
        ("① 建家", "①"),
        ("见附件2", "2"),
        ("附表3", "3"),
    ],
)
def test_order(text: str, surface: str) -> None:
    assert roles(text) == [(surface, ORDER)]


@pytest.mark.parametrize("text", ["一是抓组建，二是抓维权，三是抓帮扶。", "一要抓组建，二要抓维权，三要抓帮扶。", "先抓基础：1.建组织；2.建制度；3.建阵地。"])
def test_numbering_inside_a_sentence_is_order(text: str) -> None:
    assert [role for _, role in roles(text)] == [ORDER] * 3


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("总工发〔2014〕10号", "〔2014〕10号"),
        ("总工发[2014]10号", "[2014]10号"),
        ("电话0572-2034567", "0572-2034567"),
        ("手机13812345678", "13812345678"),
        ("建设路27号", "27号"),
        ("网址www.gh12.example/2016/a.html", "www.gh12.example/2016/a.html"),
        ("信箱gh2016@example.cn", "gh2016@example.cn"),
        ("服务器192.168.10.1", "192.168.10.1"),
    ],
)
def test_codes(text: str, surface: str) -> None:
    assert roles(text) == [(surface, ID)]


@pytest.mark.parametrize(
    ("text", "surface"),
    [("点击数：5612", "5612"), ("阅读次数：88", "88"), ("浏览次数:1024次", "1024次"), ("字号：14", "14"), ("- 12 -", "12")],
)
def test_page_furniture(text: str, surface: str) -> None:
    assert roles(text) == [(surface, BOILER)]


def test_furniture_is_a_line_and_does_not_reach_into_the_prose() -> None:
    text = "点击数：5612\n新增会员8500名。"
    assert roles(text) == [("5612", BOILER), ("8500名", FACT)]


@pytest.mark.parametrize(
    "text",
    [
        "学习贯彻十八大精神",
        "深入学习二十大报告",
        "服务G20峰会",
        "开展“两学一做”学习教育",
        "庆祝三八节",
        "庆祝“三八”国际妇女节",
        "荣获五一劳动奖章",
        "拨打12351热线",
        "建设十大示范工程",
        "办好十件实事",
        "落实八项规定",
        "完成“十二五”规划",
        "开展“六五”普法",
        "推进一带一路建设",
        "开展“百日安全”活动",
        "服务三农",
        "比分为3:2",
    ],
)
def test_names(text: str) -> None:
    assert {role for _, role in roles(text)} == {NAME}


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("50人以上企业全部建会。", "50人以上"),
        ("25人以上的企业单独建会。", "25人以上"),
        ("100人以下小微企业联合建会。", "100人以下"),
        ("资助5万元以上的项目。", "5万元以上"),
    ],
)
def test_thresholds(text: str, surface: str) -> None:
    assert (surface, THRESHOLD) in roles(text)
    assert FACT not in [role for _, role in roles(text)]


@pytest.mark.parametrize("text", ["培训会员500人以上。", "参加职工达300人以上，", "建会率90%以上。", "慰问职工1000名以上，发放物品。"])
def test_what_was_reached_is_no_threshold(text: str) -> None:
    assert [role for _, role in roles(text)] == [FACT]


@pytest.mark.parametrize("text", ["解决了一批难题。", "做到三个结合。", "办了几件好事。", "搭建一个平台。", "召开了一次会议。", "抓好两个方面的工作。"])
def test_small_counts_in_words_are_no_facts(text: str) -> None:
    assert FACT not in [role for _, role in roles(text)]


@pytest.mark.parametrize(
    "text",
    [
        *["一系列措施", "一定程度", "统一部署", "一线职工", "进一步加强", "第一时间", "专一", "唯一标准", "一些单位", "一直坚持", "万一发生"],
        *["千方百计", "千家万户", "五花八门", "四面八方", "三番五次", "百花齐放", "老百姓", "百货商场", "十分重视", "再三叮嘱"],
        *["四川省", "三亚市", "九江市", "六安市", "百色市", "三门峡市", "五金行业", "数据平台", "数字化", "数量充足", "几乎全部"],
        *["队伍建设", "陆续到位", "两岸交流", "零距离服务", "半成品", "千瓦时"],
    ],
)
def test_idioms_are_no_mention(text: str) -> None:
    assert [pair for pair in roles(text) if pair[1] not in (NAME, ORDER)] == []


@pytest.mark.parametrize("text", ["20XX年", "XX人", "XXX斤大米", "某某工会慰问××名职工", "×名职工", "___人"])
def test_a_half_known_number_states_nothing(text: str) -> None:
    assert [pair for pair in roles(text) if pair[1] is FACT] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016年新增会员8500名。", [("2016年", TIME), ("8500名", FACT)]),
        ("截至6月底，第八届职代会收到提案35件。", [("6月底", TIME), ("第八届", ORDER), ("35件", FACT)]),
        ("依据总工发〔2014〕10号文件，为25家企业补助6万元。", [("〔2014〕10号", ID), ("25家", FACT), ("6万元", FACT)]),
        ("一、新建工会12家。", [("一", ORDER), ("12家", FACT)]),
        ("培训3期120人。", [("3期", FACT), ("120人", FACT)]),
        ("12351热线接听来电860个。", [("12351热线", NAME), ("860个", FACT)]),
        ("3月召开会议5次，6月底前完成12家。", [("3月", TIME), ("5次", FACT), ("6月底", TIME), ("12家", FACT)]),
        ("十二五期间培训职工12万人次。", [("十二五期间", NAME), ("12万人次", FACT)]),
        ("评选一等奖2名、二等奖4名。", [("一等奖", ORDER), ("2名", FACT), ("二等奖", ORDER), ("4名", FACT)]),
    ],
)
def test_roles_side_by_side(text: str, expected: list[tuple[str, Role]]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize("text", ["", "没有数字的一句话。", "工会工作", "\0", "\u2028", "😀"])
def test_a_text_without_numbers_has_no_mentions(text: str) -> None:
    assert [pair for pair in roles(text) if pair[1] is FACT] == []


def test_every_mention_says_why() -> None:
    text = "2016年，第八届工会新增会员8500名，拨打12351热线，依据〔2014〕10号文，50人以上企业全部建会。"
    assert all(m.reason for m in find(text))


@pytest.mark.parametrize("text", ["1.1 3月召开职代会。", "1.2 组织建设", "召开第九届二次职代会。", "召开第3届2次会议。"])
def test_numbers_of_paragraphs_and_sessions_are_no_facts(text: str) -> None:
    assert [m for m in find(text) if m.role is Role.FACT] == []


@pytest.mark.parametrize(("text", "surface"), [("会员三四五百人。", "三四五百"), ("投入二三四千元。", "二三四千"), ("筹款三百二五万元。", "三百二五万")])
def test_number_words_that_no_rule_reads_are_told(text: str, surface: str) -> None:
    assert (surface, VAGUE) in roles(text)


@pytest.mark.parametrize("text", ["千千万万职工", "一一落实。", "五湖四海", "统一部署。"])
def test_idioms_of_number_words_are_no_numbers(text: str) -> None:
    assert roles(text) == []
