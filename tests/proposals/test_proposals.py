"""Texts → proposals: what is put together, what is kept apart, and the template, the counts and the nearest metric of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ureport import Document, Extractor, load_library
from ureport.drafts import BLANK
from ureport.library.load import read_library
from ureport.pieces import plain_text
from ureport.proposals import Proposal, Tally, Trial, propose, tried
from ureport.proposals.show import draft, files, rows, text
from ureport.proposals.tally import KEPT

# words that the tokenizer must know; as words of a condition they belong to no metric
KNOWN = """
    志愿服务 活动 夜校 课程 公众号 微信 粉丝 营业 收入 充电桩 安装 乒乓球比赛 无偿 献血 采购 扶贫 消费 短视频 制作 拍摄 义务植树 植树 满意率 食堂
    住宿 产值 产品 小程序 用户 注册 教工 家访 趣味运动会 困难 项目 送医 培训 开展 组织 企业 单位 参加 职工 增长 同比 录入 图书 讲座 验收
"""
METRICS = {
    # 项目 and 困难 stand in many metrics, 讲座 in some
    **{f"some.m{number}": f'template = "讲座船{number} ~ {{棵}}"' for number in range(6)},
    **{f"many.m{number:02}": f'template = "项目船{number} ~ 困难船{number} ~ {{棵}}"' for number in range(9)},
    "skill.sessions": 'template = "培训 ~ (送医|义诊) ~ {场}"\nunless.clause = ["免费"]',
    "skill.videos": 'template = "短视频 ~ 夜校 ~ 课程 ~ {件}"',
    "things.boats": f'template = "轮船 … {{}}"\nunless.clause = {json.dumps(KNOWN.split(), ensure_ascii=False)}',
}


@pytest.fixture
def known(tiny: Callable[[dict[str, str]], Extractor]) -> Extractor:
    return tiny(METRICS)


@pytest.fixture
def folders(known: Extractor, words_only: Path, tmp_path: Path) -> list[Path]:
    """The folders of the library that ``known`` was made of."""
    return [words_only, tmp_path / "library"]


def tally_of(extractor: Extractor, texts: Sequence[str]) -> Tally:
    tally = Tally(extractor)
    for number, words in enumerate(texts):
        extractor.extract(Document(f"{number}.txt", words), tally.watch)
    return tally


def proposals_of(extractor: Extractor, texts: Sequence[str], least: int = 2) -> list[Proposal]:
    return propose(tally_of(extractor, texts), extractor.library, top=20, least=least)[0]


def told(proposals: list[Proposal]) -> list[tuple[str, int, str]]:
    return [(p.template, p.records, " ".join(p.units)) for p in proposals]


@pytest.mark.parametrize(
    ("texts", "proposals"),
    [
        # one telling word, with or without light ones
        (["全年开展志愿服务活动36场。", "志愿服务12场。", "组织志愿服务8场次。"], [("志愿服务 … {场}", 3, "场")]),
        (["公众号粉丝2万人。", "微信公众号粉丝达3万人。"], [("公众号粉丝 … {人}", 2, "人")]),
        # a word within a word
        (["义务植树300棵。", "植树200株。"], [("植树 … {}", 2, "株 棵")]),
        # the noun with the verb behind it, and measure words that count one thing
        (["安装充电桩30个。", "充电桩安装20个。", "充电桩5处。"], [("充电桩 … {}", 3, "个 处")]),
        (["充电桩安装20个。", "充电桩验收30个。"], [("充电桩 … {个}", 2, "个")]),
        (["拍摄短视频3部。", "制作短视频5条。"], [("短视频 … {}", 2, "册 条")]),
        # before and after the figure
        (["无偿献血30人。", "30名职工无偿献血。"], [("无偿献血 ~ {人}", 2, "人")]),
        (["30名职工无偿献血。", "有20人无偿献血。"], [("{人} … 无偿献血", 2, "人")]),
        # two words in common, in either order; one short word is not enough
        (
            ["采购扶贫产品30万元。", "采购扶贫产品20万元。", "扶贫采购图书50万元。", "扶贫采购图书40万元。"],
            [("扶贫 ~ 采购 ~ {元}", 4, "元")],
        ),
        (
            ["采购产品30万元。", "采购产品20万元。", "采购图书50万元。", "采购图书40万元。"],
            [("采购产品 … {元}", 2, "元"), ("采购图书 … {元}", 2, "元")],
        ),
        # a word that the library knows gives way to one that it does not
        (["夜校讲座12场。", "夜校讲座9场。", "食堂讲座8场。"], [("夜校讲座 … {场}", 2, "场")]),
        # a bare clause takes the words of the one before
        (["举办乒乓球比赛，28家单位参加。", "乒乓球比赛，30家单位参加。"], [("乒乓球比赛 … {家}", 2, "家")]),
        # a rate by its whole label
        (["食堂满意率92%。", "住宿满意率达93%。"], [("满意率 … {%}", 2, "%")]),
        # what a table says of a cell
        (["| 项目 | 数量 |\n|---|---|\n| 志愿服务（场） | 12 |\n", "志愿服务15场。"], [("志愿服务 … {场}", 2, "场")]),
        # figures without telling words, and a single one
        (["共8场。", "共9场。"], []),
        (["志愿服务12场。"], []),
    ],
)
def test_what_is_put_together(known: Extractor, texts: list[str], proposals: list[tuple[str, int, str]]) -> None:
    assert told(proposals_of(known, texts)) == proposals


@pytest.mark.parametrize(
    "texts",
    [
        # other units
        ["志愿服务12场。", "志愿服务300小时。"],
        ["消费30万元。", "消费30人次。"],
        # a word that does not stand next to the figure
        ["家访困难教工85户。", "教工趣味运动会12支队伍参加。"],
        # a word of many metrics
        ["植树项目12个。", "采购项目8个。"],
        ["困难30户。", "困难50户。"],
        # a rate and what it is a rate of
        ["录入占30%。", "录入率92%。"],
    ],
)
def test_what_is_kept_apart(known: Extractor, texts: list[str]) -> None:
    assert proposals_of(known, texts) == []


def test_levels_and_changes_are_kept_apart_and_told_together(known: Extractor) -> None:
    (level,) = proposals_of(known, ["营业收入30万元，同比增长5%。", "企业营业收入200万元。"])
    assert (level.template, level.is_change, level.records, level.change) == ("营业收入 … {元}", False, 2, 1)
    (change,) = proposals_of(known, ["产值同比增长5%。", "产值比上年增长7%。"])
    assert (change.template, change.is_change, change.records, change.change) == ("产值 … {%}", True, 2, 0)


@pytest.mark.parametrize(
    ("figure", "kind"),
    [("产值30万元", "money"), ("满意率30%", "rate"), ("志愿服务30场", "count")],
)
def test_the_kind_follows_from_the_unit(known: Extractor, figure: str, kind: str) -> None:
    (found,) = proposals_of(known, [f"{figure}。"], least=1)
    assert found.kind == kind


def test_the_most_frequent_come_first_and_are_counted(known: Extractor) -> None:
    texts = ["志愿服务12场。", "植树30棵，植树40棵，植树50棵。", "志愿服务15场，夜校课程3门。", "短视频3条。", "短视频4条。"]
    tally = tally_of(known, texts)
    proposals, taken = propose(tally, known.library, top=2, least=2)
    assert [(p.head, p.records, p.files) for p in proposals] == [("植树", 3, 1), ("志愿服务", 2, 2)]
    assert (tally.records, tally.wordless, taken) == (8, 0, 7)
    assert tally.summary(2, 5, taken) == "2 proposals take 5 of 8 records of other; 2 in further proposals, 1 rarer"


def test_what_a_metric_claims_is_not_counted(known: Extractor) -> None:
    assert tally_of(known, ["轮船志愿12艘，轮船3家。"]).counts == {} != tally_of(known, ["植树3棵。"]).counts


def test_few_sentences_are_kept_of_each_wording(known: Extractor) -> None:
    tally = tally_of(known, [f"志愿服务{number}场。" for number in range(10, 60)])
    ((_, count),) = tally.counts.items()
    assert (count.records, len(count.files), len(count.held)) == (50, 50, KEPT)


def test_a_long_sentence_is_kept_in_part(known: Extractor) -> None:
    far = "我们做了许多别的事情，" * 60
    (found,) = proposals_of(known, [f"{far}志愿服务12场，{far}好。"], least=1)
    (held,) = found.held
    assert len(held.text) < 400
    assert held.text[held.at :].startswith(held.surface) and held.surface == "12场"


@pytest.mark.parametrize(("sentence", "at"), [("志愿服务12场，夜校12场。", 10), ("夜校112场，志愿服务12场。", 11), ("夜校１２场，志愿服务１２场。", 10)])
def test_the_figure_is_found_again_in_its_sentence(known: Extractor, sentence: str, at: int) -> None:
    held = [held for p in proposals_of(known, [sentence], least=1) for held in p.held]
    assert at in [h.at for h in held]
    assert all(sentence.startswith(h.surface, h.at) for h in held)


# proposals held against the figures


@pytest.fixture
def trials(known: Extractor, folders: list[Path]) -> Callable[..., list[Trial]]:
    def make(*texts: str, least: int = 2) -> list[Trial]:
        tally = tally_of(known, texts)
        return tried(propose(tally, known.library, top=20, least=least)[0], known, folders, tally.weak)

    return make


def test_a_template_claims_the_figures_it_comes_from(trials: Callable[..., list[Trial]]) -> None:
    (trial,) = trials("全年开展志愿服务活动36场。", "志愿服务12场，植树30棵。", "组织志愿服务8场次。")
    assert (trial.id, trial.tried, [held.surface for held in trial.claimed]) == ("draft.w01_chang", 3, ["12场", "36场", "8场次"])
    assert trial.near is None


def test_a_figure_that_the_template_misses_is_not_counted(trials: Callable[..., list[Trial]]) -> None:
    (trial,) = trials(*["夜校的植树30棵。"] * 6, "植树40棵。")
    assert (trial.proposal.template, trial.proposal.records) == ("夜校 … 植树 … {棵}", 7)
    assert (trial.tried, [held.surface for held in trial.claimed]) == (2, ["30棵"])


@pytest.mark.parametrize(
    ("texts", "lacks"),
    [
        (["送医12场。", "开展送医9场。"], "培训"),
        (["送医培训12棵。", "送医培训9棵。"], None),
        (["免费送医培训12场。", "免费送医培训9场。"], "condition: unless.clause 免费"),
        (["短视频12件。", "短视频9件。"], None),
        (["志愿服务12场。", "志愿服务9场。"], None),
    ],
)
def test_the_nearest_pattern_and_what_it_lacks(trials: Callable[..., list[Trial]], texts: list[str], lacks: str | None) -> None:
    (trial,) = trials(*texts)
    assert (trial.near and (trial.near.pattern, trial.near.lacks)) == (lacks and ("skill.sessions#1", lacks))


def test_drafts_of_an_earlier_time_keep_their_theme(tiny: Callable[[dict[str, str]], Extractor], words_only: Path, tmp_path: Path) -> None:
    extractor = tiny({"draft.w01_chang": 'template = "夜校 … {场}"'})
    tally = tally_of(extractor, ["志愿服务12场。", "志愿服务9场。"])
    (trial,) = tried(propose(tally, extractor.library, top=1, least=2)[0], extractor, [words_only, tmp_path / "library"], tally.weak)
    assert trial.id == "draft2.w01_chang"


def test_nothing_to_propose(trials: Callable[..., list[Trial]]) -> None:
    assert trials("一切都好。") == []


# output


TEXTS = ("全年开展志愿服务活动36场，志愿服务36场，植树3棵。", "志愿服务12场。", "植树40棵，同比增长5%。")


def test_as_text(trials: Callable[..., list[Trial]]) -> None:
    shown = plain_text(text(trials(*TEXTS)))
    assert "  1  志愿服务 … {场}  3 records in 2 files\n" in shown
    assert "     wordings  志愿服务{场} ×2 · 志愿服务活动{场}\n" in shown
    assert "     tried     the template claims 3 of 3 figures\n" in shown
    assert "     0.txt:1  全年开展志愿服务活动⟨36场⟩，志愿服务36场，植树3棵。\n" in shown
    assert "     0.txt:1  全年开展志愿服务活动36场，志愿服务⟨36场⟩，植树3棵。\n" in shown
    assert "  2  植树 … {棵}  2 records in 2 files, and 1 of growth or shares\n" in shown
    assert "nearest" not in shown
    assert "     nearest   skill.sessions#1 lacks 培训\n" in plain_text(text(trials("送医12场。", "开展送医9场。")))


def test_as_json(trials: Callable[..., list[Trial]]) -> None:
    first, second = map(json.loads, rows(trials(*TEXTS)))
    assert (first["number"], first["id"], first["template"], first["records"], first["files"]) == (1, "draft.w01_chang", "志愿服务 … {场}", 3, 2)
    assert (first["tried"], first["claimed"], first["nearest"], first["aspect"]) == (3, 3, None, "level")
    assert first["wordings"] == [{"text": "志愿服务{场}", "records": 2}, {"text": "志愿服务活动{场}", "records": 1}]
    assert {(s["source"], s["figure"], s["start"], s["value"]) for s in first["sentences"]} == {
        ("0.txt", "36场", 10, 36),
        ("0.txt", "36场", 18, 36),
        ("1.txt", "12场", 4, 12),
    }
    assert (second["change"], second["units"]) == (1, ["棵"])


def test_as_drafts_that_load_and_hold(trials: Callable[..., list[Trial]], folders: list[Path], tmp_path: Path) -> None:
    found = trials(*TEXTS)
    written = files(found, tmp_path / "nursery")
    assert [path.relative_to(tmp_path).as_posix() for path, _ in written] == ["nursery/draft/w01_chang.toml", "nursery/draft/w02_ke.toml"]
    for path, content in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    library = load_library([*folders, tmp_path / "nursery"])
    metric = library.metrics["draft.w01_chang"]
    assert (metric.kind, metric.units, [p.template for p in metric.patterns]) == ("count", ("场",), ["志愿服务 … {场}"])
    own = [example for example in metric.examples if not example.counter and BLANK not in example.text]
    assert [(e.figure, e.nth) for e in own] == [("36场", 2), ("36场", 1), ("12场", 1)]
    extractor = Extractor(library)
    for example in own:
        span = example.find()
        (record,) = [r for r in extractor.extract(Document("a.txt", example.text)).records if (r.start, r.end) == span]
        assert (record.metric, record.value, record.unit) == (metric.id, example.expected["value"], example.expected["unit"])


def test_a_draft_tells_what_is_known(trials: Callable[..., list[Trial]]) -> None:
    (trial,) = trials("送医12场。", "开展送医9场。")
    notes = "\n".join(draft(trial).notes)
    assert "2 records in 2 files" in notes
    assert "Nearest is skill.sessions#1, which lacks 培训" in notes


def test_the_library_of_the_tests_is_sound(folders: list[Path]) -> None:
    assert read_library(folders).faults == ()
