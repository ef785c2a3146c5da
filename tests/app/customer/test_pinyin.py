"""Names as they are typed with Latin letters."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customer.pinyin import MOST_SPELLINGS, spellings, spelt_in


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("张伟", "zhangwei"),
        ("曾志伟", "zengzhiwei"),
        ("单田芳", "shantianfang"),
        ("解晓东", "xiexiaodong"),
        ("仇英", "qiuying"),
        ("查良镛", "zhaliangyong"),
        ("区楚良", "ouchuliang"),
        ("任丽", "renli"),
        ("朴志成", "piaozhicheng"),
        ("盖叫天", "gejiaotian"),
        ("华罗庚", "hualuogeng"),
        ("尉迟敬德", "yuchijingde"),
        ("万俟雪", "moqixue"),
        ("长孙无忌", "zhangsunwuji"),
        ("欧阳婷", "ouyangting"),
        ("吕布", "lvbu"),
        ("吕布", "lubu"),
        ("张乐", "zhangle"),
        ("张乐", "zhangyue"),
        ("乐嘉", "yuejia"),
        ("阿依·古丽", "ayiguli"),
        ("张Wei", "zhangwei"),
    ],
)
def test_a_name_is_spelt_as_its_bearer_says_it(name: str, letters: str) -> None:
    assert letters in {"".join(spelling) for spelling in spellings(name)}


@pytest.mark.parametrize(
    ("name", "typed", "marked", "is_whole"),
    [
        ("张伟", "zhangwei", "张伟", True),
        ("张伟", "zhangw", "张伟", False),
        ("张伟", "zhang", "张", False),
        ("张伟", "zw", "张伟", True),
        ("张伟国", "weig", "伟国", False),
        ("张伟国", "wg", "伟国", False),
        ("张伟国", "zw", "张伟", False),
        ("欧阳婷", "yangt", "阳婷", False),
        ("西安", "xian", "西安", True),
        ("李贤", "xian", "贤", False),
        ("阿依·古丽", "guli", "古丽", False),
    ],
)
def test_the_signs_that_letters_stand_for_are_known(name: str, typed: str, marked: str, is_whole: bool) -> None:
    spelt = spelt_in(name, typed)
    assert spelt is not None
    assert name[spelt.start : spelt.start + spelt.length] == marked
    assert spelt.is_whole is is_whole


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("张伟", "hang"),
        ("张伟", "zhangl"),
        ("张伟", "weizhang"),
        ("John", "john"),
        ("张伟", "8000"),
        ("张伟", ""),
        ("", "z"),
    ],
)
def test_letters_that_spell_something_else_do_not_fit(name: str, typed: str) -> None:
    assert spelt_in(name, typed) is None


@given(st.text(alphabet="张曾单解乐行朝长吕阿依古丽·aB 1", max_size=12))
def test_every_spelling_of_a_name_finds_it_whole(name: str) -> None:
    found = spellings(name)
    assert len(found) <= MOST_SPELLINGS
    for spelling in found:
        letters = "".join(spelling)
        if letters[:1].isalpha():
            spelt = spelt_in(name, letters)
            assert spelt is not None
            assert spelt.is_whole


def test_the_dictionary_of_phrases_is_never_loaded() -> None:
    check = (
        "import sys; from app.customer.pinyin import spellings; spellings('张伟'); assert 'pypinyin' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", check], check=True)
