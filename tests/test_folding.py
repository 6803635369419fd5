"""Folding: one spelling for each character, and as many characters as before."""

from __future__ import annotations

import pytest

from ureport.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        # digits
        ("会员８５００名", "会员8500名"),
        ("٣٤ 人", "34 人"),
        ("१२३", "123"),
        ("\U0001d7d8\U0001d7d9", "01"),
        # signs
        ("（９８％）", "(98%)"),
        ("新建工会７家，", "新建工会7家,"),
        ("合计：１，１００万元；", "合计:1,100万元;"),
        ("５﹪", "5%"),
        ("３\u3000５５６\u00a0个", "3 556 个"),
        ("「送温暖」『两节』", "“送温暖”“两节”"),
        ("＂安康杯＂", '"安康杯"'),
        # letters
        ("ＱＣ小组", "QC小组"),
        # Chinese numerals with several spellings
        ("二○一六年兩千人", "二〇一六年两千人"),
        # Traditional Chinese
        ("總工會發展會員", "总工会发展会员"),
        ("簽訂集體合同，開展慰問", "签订集体合同,开展慰问"),
        ("「送溫暖」", "“送温暖”"),
        ("籌款五萬圓", "筹款五万圆"),
    ],
)
def test_one_spelling(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["", "plain ASCII 98%", "新增会员8500名", "、。", "“两学一做”《条例》", "—…·", "③㈠²½", "\0\n\r\n\u2028\t", "😀"])
def test_what_stays_as_it_is(text: str) -> None:
    assert fold(text) == text


@pytest.mark.parametrize("text", ["發髮乾幹裏里後后", "臺灣總工會", "ﬁﬀ㍿㎡℃", "é e\u0301", "０" * 50, "👨‍👩‍👧 ８", "\ud800總\udfff"])
def test_the_length_is_kept(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("text", ["會員８５００名", "「送溫暖」", "٣٤", "總数１，１００"])
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
