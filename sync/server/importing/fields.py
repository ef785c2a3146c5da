"""What a file may say of a customer or a holding: the field, how its text is read, and what columns are called for it.

``phone`` may come in several columns; ``key`` is the source's own number for the customer; ``owner_…`` of a holding
say whose it is. ``attributes.…`` are open: any name of small letters.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["customers", "holdings", "claims"]
KINDS: tuple[Kind, ...] = ("customers", "holdings", "claims")

TYPES = ("text", "number", "date", "yuan", "whole", "flag", "code", "list", "phone")
"""How a text is read; ``number`` is one that names something (never calculated with), ``code`` one of given words."""


class Field(msgspec.Struct, frozen=True):
    """A field: its name in the record, its type, the Chinese and English column names that mean it."""

    name: str
    type: str
    headers: tuple[str, ...] = ()
    words: dict[str, str] = {}


SEX = {"男": "male", "女": "female", "m": "male", "f": "female", "male": "male", "female": "female"}
SEX |= {"男性": "male", "女性": "female", "先生": "male", "女士": "female"}
CUSTOMER_KIND = {"个人": "person", "自然人": "person", "person": "person", "individual": "person"}
CUSTOMER_KIND |= dict.fromkeys(
    ("单位", "企业", "团体", "机构", "法人", "公司", "organisation", "organization"), "organisation"
)
REAL_NAME = {"是": "yes", "已实名": "yes", "yes": "yes", "否": "no", "未实名": "no", "no": "no", "存疑": "doubtful"}
REAL_NAME |= {"doubtful": "doubtful"}
HOLDING_KIND = {"保单": "policy", "赔案": "claim", "理赔": "claim", "线路": "line", "号码": "line", "设备": "device"}
HOLDING_KIND |= {"订单": "order", "缴费": "payment"}
HOLDING_KIND |= {one: one for one in ("policy", "claim", "line", "device", "order", "payment")}
TONE = {one: one for one in ("ok", "warning", "danger", "muted", "info")}

_CUSTOMER = (
    Field("name", "text", ("姓名", "客户姓名", "名称", "客户名称", "name", "customer name", "full name")),
    Field("kind", "code", ("客户类型", "客户性质", "customer kind", "customer type"), CUSTOMER_KIND),
    Field("sex", "code", ("性别", "sex", "gender"), SEX),
    Field("birth_date", "date", ("出生日期", "生日", "出生年月日", "birth date", "birthday", "date of birth")),
    Field("id_kind", "code", ("证件类型", "证件种类", "id kind", "id type")),
    Field(
        "id_number",
        "number",
        ("证件号码", "证件号", "身份证号", "身份证号码", "身份证", "统一社会信用代码", "id number"),
    ),
    Field("customer_no", "number", ("客户号", "客户编号", "客户代码", "customer no", "customer number")),
    Field("key", "number", ("来源主键", "系统编号", "source key")),
    Field(
        "phone",
        "phone",
        ("手机", "手机号", "手机号码", "电话", "联系电话", "电话号码", "联系方式", "固定电话", "家庭电话"),
    ),
    Field(
        "phone",
        "phone",
        ("单位电话", "办公电话", "手机2", "电话2", "备用电话", "phone", "mobile", "telephone", "phone 2"),
    ),
    Field("email", "text", ("邮箱", "电子邮箱", "电子邮件", "email", "e-mail", "mail")),
    Field("address", "text", ("地址", "联系地址", "通讯地址", "住址", "address")),
    Field("address_verified_on", "date", ("地址核实日期", "address verified on")),
    Field("branch", "text", ("机构", "分公司", "网点", "归属机构", "branch")),
    Field("service_agent", "text", ("服务人员", "客户经理", "业务员", "service agent")),
    Field("team", "text", ("服务团队", "团队", "team")),
    Field("protected_until", "date", ("保护期至", "protected until")),
    Field("insured_since", "date", ("首次投保日期", "投保日期", "入网日期", "开户日期", "insured since")),
    Field("household_policies", "whole", ("家庭保单数", "household policies")),
    Field("real_name", "code", ("实名", "实名状态", "是否实名", "real name"), REAL_NAME),
    Field("stars", "whole", ("星级", "客户星级", "stars")),
    Field("org_grade", "text", ("单位等级", "org grade")),
    Field("card", "text", ("卡级", "card")),
    Field("vip", "flag", ("vip", "是否vip", "贵宾")),
    Field("lifecycle", "text", ("生命周期", "lifecycle")),
    Field("arpu", "yuan", ("月均消费", "arpu")),
    Field("annual_premium", "yuan", ("年保费", "年缴保费", "annual premium")),
    Field("points", "whole", ("积分", "points")),
    Field("need", "text", ("潜在需求", "need")),
    Field("needs", "list", ("特殊需要", "needs")),
    Field("language", "text", ("语言", "language")),
    Field("tags", "list", ("标签", "tags")),
)
_OWNER = (
    Field("owner_customer_no", "number", ("客户号", "客户编号", "客户代码", "customer no", "customer number")),
    Field("owner_id_number", "number", ("证件号码", "证件号", "身份证号", "身份证号码", "投保人证件号码", "id number")),
    Field("owner_id_kind", "code", ("证件类型", "证件种类", "投保人证件类型", "id kind")),
    Field("owner_key", "number", ("来源主键", "系统编号", "source key")),
)
_HOLDING = (
    Field("title", "text", ("名称", "产品名称", "险种", "险种名称", "套餐", "title", "product")),
    Field("amount", "yuan", ("金额", "保额", "保险金额", "保费", "amount", "sum insured")),
    Field("amount_text", "text", ("金额说明", "amount text")),
    Field("status", "text", ("状态", "保单状态", "案件状态", "status")),
    Field("tone", "code", ("状态级别", "tone"), TONE),
    Field("note", "text", ("备注", "说明", "note", "remark")),
    Field(
        "opened_on",
        "date",
        ("生效日期", "起保日期", "承保日期", "报案日期", "立案日期", "开通日期", "opened on", "start date"),
    ),
    Field("due_on", "date", ("到期日期", "终止日期", "满期日期", "终保日期", "到期日", "due on", "end date", "expiry")),
    Field("attributes.plate", "number", ("车牌号", "车牌", "号牌号码", "plate")),
    Field("attributes.serial", "number", ("序列号", "设备号", "serial")),
)
_NUMBER = ("业务号", "编号", "号码", "保单号", "保单号码", "订单号", "number", "policy no", "policy number", "order no")
_PARENT = ("上级业务号", "所属保单号", "parent")
_CLAIM_NUMBER = ("赔案号", "理赔号", "报案号", "案件号", "立案号", "claim no", "claim number", "number")
_CLAIM_PARENT = ("保单号", "保单号码", "所属保单号", "policy no", "policy number", "parent")

FIELDS: dict[str, tuple[Field, ...]] = {
    "customers": _CUSTOMER,
    "holdings": (
        Field("kind", "code", ("业务种类", "种类", "类型", "kind"), HOLDING_KIND),
        Field("number", "number", _NUMBER),
        Field("parent", "number", _PARENT),
        *_HOLDING,
        *_OWNER,
    ),
    "claims": (Field("number", "number", _CLAIM_NUMBER), Field("parent", "number", _CLAIM_PARENT), *_HOLDING, *_OWNER),
}

REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    "customers": (("name",), ("id_number", "customer_no", "key")),
    "holdings": (("number",), ("owner_customer_no", "owner_id_number", "owner_key", "parent")),
    "claims": (("number",), ("parent",)),
}
"""Of each group one field at least must have a column (or a constant): before anything is written."""


def field_of(kind: str, name: str) -> Field | None:
    """The field of this name; an attribute that nobody has named before is a text."""
    known = next((one for one in FIELDS[kind] if one.name == name), None)
    if known is None and kind != "customers" and name.startswith("attributes."):
        return Field(name, "text")
    return known
