"""Folding: one spelling for each character, each character folded to exactly one, so that offsets stay.

Full-width letters, digits and signs become half-width ones, all decimal digits of Unicode become ASCII,
Traditional Chinese becomes Simplified (character by character, with OpenCC's table).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SIGNS = dict(zip("　\u00a0\u2002\u2003\u2009「」『』〝〞＂＇﹁﹂﹃﹄﹪٪", "     “”“”“”\"'“”“”%%", strict=True))
_FOLDED = {**_WIDE, **_SIGNS, "兩": "两", "○": "〇", "〡": "一"}
# Traditional forms of the characters that such reports use: a text in Traditional Chinese holds some of them
_TRADITIONAL = frozenset(
    "並亞佔來個們倫偉側傑備傳傷僅價儀億儉償優儲兌兒內兩冊別刪則剛創劃劇劉勁動務勝勞勢勵勸匯區協參吳呂員問啓啟喪喫單噸嚴國圍園"
    "圓圖團執堅報場塊塵墊壇壓壯壺壽夠夢奪奮娛婁婦媽嬰學宮實寧審寫寶將專尋對導屆層屬岡峯島峽崗嶺嶼嶽巖師帳帶幗幣幫幹幾庫廈廚廠"
    "廢廣廳張強彥後徑從復徵徹惡愛態慮慶憂憑懇應懲懷懸戀戰戲戶掃掙掛採揚換揮損搶撐撓撥撫撲擁擊擔據擠擬擴擺攏攝攤攬數斷於時晉曉"
    "書會東條棄棗業極榮構樁樂樓標樣樹橋機橫檔檢櫃櫥欄權欽歡歲歷歸殘殺氣決沒況涼淨減測湧湯準溝溫滄滅滾滿漢漲潔潛潤澤濃濟濰濱瀏"
    "瀘瀾灘灣災為烏無煉煙熱燈營爭爲爾牀牆牽狀獎獨獲獻現瑪環產畝畢畫異當療發盞盡監盤眾碩確碼礎礙礦禮稅種稱積穎穩競筆節範築篩簡"
    "籃籌籤糉糧糾紀約紅紉納紙級紛紡細紹終組結絕絡給絨統絲綏經綜綠維綱網綿緊緒線緣編緩練縣縫縮縱縷總績織繕繞繩繳繼續罷羣義習聞"
    "聯聲職聽肅脈脫腦腫腳臨臺與興舉舊荊莊華萊萬葉葦蒼蓋蓮蕪薦薩藍藝藥蘆蘇蘭處虛號衆術衛衝裏補裝裡見規視親覺覽觀觸訂計訊討訓記"
    "訟訪設許訴診評詞詠詢試詩話該認誕語誠誤誦說課誼調談請論諧諮諸謀謎講證識議護譽讀變讓豐貝負財貢貧貨貫責貴買貸費貼貿賀資賑賓"
    "賠賢賣質賬賴賺購賽贈贊贏贛趨跡踐躋躍車軍軟較載輔輕輛輪輯輸輻轄轉辦辭農這連進遊運過達違遞遠適遷選遺遼還邊郵鄉鄭鄰鄲醫釋釣"
    "鈞鉗鉤銀銅銜銷鋒鋪錄錘錢錦錫鍵鎮鏈鏢鐵鑄鑑鑼長門閉開間閱闖關陝陣陳陸陽隊階際隨險隱隴雙雜雞離難雲電靈鞏響頁頂頃項順須預頒"
    "領頭頸頻顆題額願類顧顯風飛飪飯飲餅養餘館饋饒馬駐駕駛騎騰驗驛體鬥魚魯鳥鳴鴨鵲鶴鷹鹹鹽麗麼黃點黨齊齡龍"
).difference(_FOLDED)


def fold(text: str) -> str:
    """The text in one spelling, as long as before: ``fold("會員８５００名，") == "会员8500名,"``."""
    if text.isascii():
        return text
    # a text has few different characters: to look at each of them once, and to replace all of a kind at one go, is far
    # quicker than to look at every place
    characters = set(text)
    for character in characters:
        if (plain := _plain(character)) != character:
            text = text.replace(character, plain)
    return text if characters.isdisjoint(_TRADITIONAL) else simplify(text)


@lru_cache(maxsize=30_000)
def _plain(character: str) -> str:
    """A character in the usual width, a digit in ASCII; no character that is replaced stands for another."""
    if character in _FOLDED:
        return _FOLDED[character]
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"  # half of a surrogate pair: no library takes it
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def simplify(text: str) -> str:
    """Traditional characters replaced by Simplified ones, one for one."""
    return text.translate({ord(c): _simplified(c) for c in set(text) if c > "\u2e80"})


@lru_cache(maxsize=30_000)
def _simplified(character: str) -> str:
    simple = _converter().convert(character)
    return simple if len(simple) == 1 else character


@lru_cache(maxsize=1)
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC  # loaded only for texts in Traditional Chinese

    return OpenCC("t2s")
