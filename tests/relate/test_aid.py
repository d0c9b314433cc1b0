"""Amounts, shares and caps of rules of support: what is given, of what base, to whom."""

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.records import DocumentRecords
from pipeline.relate import quantities
from pipeline.relate.aid import gives_anything

Metrics = Callable[[str], list[dict[str, Any]]]

CASES: list[tuple[str, list[tuple[str, float, str, str]]]] = [
    # one of two regions each, a name in quotes left whole
    (
        "对新认定的全国、全省园艺“花匠之星”合作社,分别奖励9万元、4万元。",
        [("新认定的全国园艺“花匠之星”合作社奖励", 9, "万元", "eq"), ("新认定的全省园艺“花匠之星”合作社奖励", 4, "万元", "eq")],
    ),
    (
        "對新認定的全國、全省園藝“花匠之星”合作社,分別獎勵9萬元、4萬元。",
        [("新认定的全国园艺“花匠之星”合作社奖励", 9, "万元", "eq"), ("新认定的全省园艺“花匠之星”合作社奖励", 4, "万元", "eq")],
    ),
    # how many one has to have stands between 对 and who that is
    ("对年出栏500头以上的养殖场,每头给予30元补贴。", [("养殖场年出栏", 500, "头", "ge"), ("年出栏500头以上的养殖场每头补贴", 30, "元", "eq")]),
    ("對年出欄500頭以上的養殖場,每頭給予30元補貼。", [("养殖场年出栏", 500, "头", "ge"), ("年出栏500头以上的养殖场每头补贴", 30, "元", "eq")]),
    # under which article one comes is not who one is
    ("对符合《花卉扶持细则》第四条规定,首次完成良种登记的育苗企业,可按相应条款给予最高8万元扶持。", [("首次完成良种登记的育苗企业扶持", 8, "万元", "le")]),
    ("對符合《花卉扶持細則》第四條規定,首次完成良種登記的育苗企業,可按相應條款給予最高8萬元扶持。", [("首次完成良种登记的育苗企业扶持", 8, "万元", "le")]),
    # a bare aid is the one that the clause before gave, or what its coupons pay, unless it is for someone else
    ("发放“花卉券”,每家花农每年最高可获2万元补贴。", [("每家花农每年“花卉券”补贴", 2, "万元", "le")]),
    ("發放“花卉券”,每家花農每年最高可獲2萬元補貼。", [("每家花农每年“花卉券”补贴", 2, "万元", "le")]),
    (
        "对示范花农给予种苗券补贴,符合条件的花农按照不超过50%标准给予补贴,每家花农每年补贴上限不超过9万元。",
        [("示范花农种苗券补贴", 50, "%", "le"), ("每家花农每年种苗券补贴", 9, "万元", "le")],
    ),
    ("对示范花农给予种苗券补贴,对获奖花农给予最高3万元补贴。", [("获奖花农补贴", 3, "万元", "le")]),
    # the highest amount there is bounds from above
    ("种苗基金最高出资额60万元。", [("种苗基金最高出资额", 60, "万元", "le")]),
    # a rate that bounds who gets something has its own name
    ("对平均贷款利率不超过6%的种苗贷款给予适当贴息。", [("种苗贷款平均贷款利率", 6, "%", "le")]),
    ("對平均貸款利率不超過6%的種苗貸款給予適當貼息。", [("种苗贷款平均贷款利率", 6, "%", "le")]),
    # a prize among several, and a bound each for several amounts, whoever reaches them
    (
        "获得市花卉奖、园艺奖的第一完成单位,给予一等奖30万元、二等奖20万元奖励。",
        [("获得市花卉奖、园艺奖的第一完成单位一等奖奖励", 30, "万元", "eq"), ("获得市花卉奖、园艺奖的第一完成单位二等奖奖励", 20, "万元", "eq")],
    ),
    ("对服务花农数量超过90户的合作社给予6万元奖励。", [("合作社花农数量", 90, "户", "ge"), ("服务花农数量超过90户的合作社奖励", 6, "万元", "eq")]),
    ("對服務花農數量超過90戶的合作社給予6萬元獎勵。", [("合作社花农数量", 90, "户", "ge"), ("服务花农数量超过90户的合作社奖励", 6, "万元", "eq")]),
    # what is provided is no aid; a level behind its amount
    ("对花市运营机构,按其提供的保鲜服务合同金额的50%给予补助。", [("花市运营机构补助占保鲜服务合同金额比例", 50, "%", "eq")]),
    ("對花市運營機構,按其提供的保鮮服務合同金額的50%給予補助。", [("花市运营机构补助占保鲜服务合同金额比例", 50, "%", "eq")]),
    (
        "对新获批的花卉研究院,分别给予最高50万元(国家级)、10万元(省级)的支持。",
        [("国家级新获批的花卉研究院支持", 50, "万元", "le"), ("省级新获批的花卉研究院支持", 10, "万元", "eq")],
    ),
    # each is said of all of a list
    (
        "按照每名花匠100元、园艺师200元的标准给予企业一次性补贴。",
        [("每名花匠一次性补贴", 100, "元", "eq"), ("每名园艺师企业一次性补贴", 200, "元", "eq")],
    ),
    (
        "按照每名花匠100元、園藝師200元的標準給予企業一次性補貼。",
        [("每名花匠一次性补贴", 100, "元", "eq"), ("每名园艺师企业一次性补贴", 200, "元", "eq")],
    ),
    # whose a bound is: the noun behind it, or at the end of the clause before
    (
        "对主营业务收入首次突破9亿元、6亿元的花木企业,分别奖励3万元、2万元。",
        [
            ("花木企业主营业务收入", 9, "亿元", "ge"),
            ("花木企业主营业务收入", 6, "亿元", "eq"),
            ("主营业务收入首次突破9亿元的花木企业奖励", 3, "万元", "eq"),
            ("主营业务收入首次突破6亿元的花木企业奖励", 2, "万元", "eq"),
        ],
    ),
    (
        "新入驻花市的企业,经考核通过且租赁场地面积超过30平方米的,给予补贴5万元。",
        [("新入驻花市的企业租赁场地面积", 30, "平方米", "ge"), ("新入驻花市的企业补贴", 5, "万元", "eq")],
    ),
    (
        "新入駐花市的企業,經考核通過且租賃場地面積超過30平方米的,給予補貼5萬元。",
        [("新入驻花市的企业租赁场地面积", 30, "平方米", "ge"), ("新入驻花市的企业补贴", 5, "万元", "eq")],
    ),
    # what has come in is what it is reckoned of, not what it is for
    (
        "对获得市级花卉奖项的花农,按照上级到位资金的30%给予奖励,每家花农不超过5万元。",
        [("获得市级花卉奖项的花农奖励占上级到位资金比例", 30, "%", "eq"), ("每家获得市级花卉奖项的花农奖励", 5, "万元", "le")],
    ),
    (
        "對獲得市級花卉獎項的花農,按照上級到位資金的30%給予獎勵,每家花農不超過5萬元。",
        [("获得市级花卉奖项的花农奖励占上级到位资金比例", 30, "%", "eq"), ("每家获得市级花卉奖项的花农奖励", 5, "万元", "le")],
    ),
    # each kind of those who get it has an amount of its own; a sum is no kind
    ("给予参展单位布展资金支持,区级展会最高10万元、市级展会最高20万元。", [("区级展会参展单位布展资金支持", 10, "万元", "le"), ("市级展会参展单位布展资金支持", 20, "万元", "le")]),
    ("給予參展單位布展資金支持,市級展會最高20萬元。", [("市级展会参展单位布展资金支持", 20, "万元", "le")]),
    ("给予参展单位布展资金支持,年度总额最高90万元。", [("年度总额", 90, "万元", "le")]),
    # what a coupon pays for
    ("向花农发放“花卉券”,可抵扣种苗费用,抵扣比例不高于30%,抵扣金额不超过6万元。", [("“花卉券”抵扣比例", 30, "%", "le"), ("“花卉券”抵扣金额", 6, "万元", "le")]),
    # the measure of a deed is no deed done to it
    ("资助强度一般不超过8万元。", [("资助强度", 8, "万元", "le")]),
    # who gets it, told in a clause of its own
    ("对新引进的硕士、本科人才,分档给予最高3万元的落户补贴。", [("新引进的硕士、本科人才落户补贴", 3, "万元", "le")]),
    ("經認定的青年創業者,可申請最高5萬元的安家補貼。", [("青年创业者安家补贴", 5, "万元", "le")]),
    ("支持小微企业向省内高校和科研院所采购检测、认证等服务,给予最高40%的补助。", [("小微企业向省内高校和科研院所采购检测、认证等服务补助", 40, "%", "le")]),
    ("經驗收合格的,給予不超過6萬元一次性建設補貼。", [("一次性建设补贴", 6, "万元", "le")]),
    # an aid and what each level gives of it
    ("每座户厕补助900元,其中省级400元、县级500元。", [("每座户厕补助", 900, "元", "eq"), ("每座户厕省级补助", 400, "元", "eq"), ("每座户厕县级补助", 500, "元", "eq")]),
    # a share of a base, and the cap behind it
    (
        "对采购检测服务的企业,按照检测费用的20%给予补贴,单个企业每年最高30万元。",
        [("采购检测服务的企业补贴占检测费用比例", 20, "%", "eq"), ("单个企业每年检测费用补贴", 30, "万元", "le")],
    ),
    (
        "對採購檢測服務的企業,按照檢測費用的20%給予補貼,單個企業每年最高30萬元。",
        [("采购检测服务的企业补贴占检测费用比例", 20, "%", "eq"), ("单个企业每年检测费用补贴", 30, "万元", "le")],
    ),
    (
        "按设备投入15%给予一次性最高40万元奖励。",
        [("一次性奖励占设备投入比例", 15, "%", "eq"), ("设备投入一次性奖励", 40, "万元", "le")],
    ),
    (
        "对改造项目,按照设备投入的15%,给予最高40万元补助。",
        [("改造项目补助占设备投入比例", 15, "%", "eq"), ("改造项目设备投入补助", 40, "万元", "le")],
    ),
    ("鼓励机构投资,按规定给予融资支持,单个项目最高200万元。", [("单个项目融资支持", 200, "万元", "le")]),
    # who gets it: in a clause of its own, in the clause, by what is encouraged, by what it has reached
    ("支持企业开放应用场景,给予最高50万元奖励。", [("企业开放应用场景奖励", 50, "万元", "le")]),
    ("经认定对入库企业给予8万元奖励。", [("入库企业奖励", 8, "万元", "eq")]),
    # a title is no longer than a word; where a prize was won is not who won it; several names in a row share out
    ("对列入《绿色建筑材料推广应用产品名录》的新型墙体材料给予最高8万元奖励。", [("列入《绿色建筑材料推广应用产品名录》的新型墙体材料奖励", 8, "万元", "le")]),
    ("对在市级工业设计大赛、青年工匠技能大赛、绿色制造大赛等赛事中获得金奖的工坊,给予最高6万元扶持。", [("获得金奖的工坊扶持", 6, "万元", "le")]),
    (
        "对首次入选“雏鹰榜” “金鹰榜”的工坊,分别给予9万元、6万元奖励。",
        [("首次入选“雏鹰榜”的工坊奖励", 9, "万元", "eq"), ("首次入选“金鹰榜”的工坊奖励", 6, "万元", "eq")],
    ),
    # a receiver that says only of what kind it is: what the clause before encourages, or what it has spent
    ("支持工坊加大设备投入,给予符合条件的企业每年最高40万元补助。", [("企业设备投入每年补助", 40, "万元", "le")]),
    ("支持工坊加大設備投入,給予符合條件的企業每年最高40萬元補助。", [("企业设备投入每年补助", 40, "万元", "le")]),
    ("对符合条件的单位,根据设备采购投入给予最高不超过60万元补助。", [("单位设备采购投入补助", 60, "万元", "le")]),
    # each of those who are paid for something
    (
        "对工坊支付的担保费用,给予最高50%的补贴,每家工坊每年最高20万元。",
        [("工坊支付的担保费用补贴", 50, "%", "le"), ("每家工坊每年担保费用补贴", 20, "万元", "le")],
    ),
    # who gets it behind the share of a base; a bracket behind the amount
    ("按照设备投入的15%对工坊给予经费补助。", [("工坊经费补助占设备投入比例", 15, "%", "eq")]),
    ("按照设备投入的15%,提供财政补助(最高补助金额40万元)。", [("财政补助占设备投入比例", 15, "%", "eq"), ("财政补助金额", 40, "万元", "le")]),
    ("对通过平台采购设备的工坊,按服务费用20%予以抵扣。", [("通过平台采购设备的工坊抵扣占服务费用比例", 20, "%", "eq")]),
    ("通过省级验收的,最高奖励20万元。", [("通过省级验收奖励", 20, "万元", "le")]),
    ("获评优秀等次的孵化器,给予最高60万元资金支持。", [("获评优秀等次的孵化器资金支持", 60, "万元", "le")]),
    ("对年营业收入超过2亿元的企业,奖励20万元。", [("企业年营业收入", 2, "亿元", "ge"), ("年营业收入超过2亿元的企业奖励", 20, "万元", "eq")]),
    (
        "对成立三年内订单额达到70万元的企业,给予一次性6万元奖励。",
        [("企业成立三年内订单额", 70, "万元", "eq"), ("成立三年内订单额达到70万元的企业一次性奖励", 6, "万元", "eq")],
    ),
    # an aid with a name of its own still needs whose it is where the clause before says it, one by one if it enumerates
    ("对到本区就业的应届博士毕业生,另给予8万元生活补贴。", [("到本区就业的应届博士毕业生生活补贴", 8, "万元", "eq")]),
    ("對到本區就業的應屆博士畢業生,另給予8萬元生活補貼。", [("到本区就业的应届博士毕业生生活补贴", 8, "万元", "eq")]),
    (
        "对符合条件的博士、硕士毕业生,每年分别给予6万元、3万元生活补贴。",
        [("博士每年生活补贴", 6, "万元", "eq"), ("硕士毕业生每年生活补贴", 3, "万元", "eq")],
    ),
    ("对学生创办的网店,给予额外10%补贴。", [("学生创办的网店额外补贴", 10, "%", "eq")]),
    # costs alone would be anyone's: what is bought is said with them
    ("对网店购买数据服务、设计服务的费用给予最高60%补贴。", [("网店购买数据服务、设计服务的费用补贴", 60, "%", "le")]),
    # a rate or price of the market is not what is aided
    ("对科技企业贷款利息按LPR最高40%给予补贴。", [("科技企业贷款利息补贴占LPR比例", 40, "%", "le")]),
    ("對科技企業貸款利息按LPR最高40%給予補貼。", [("科技企业贷款利息补贴占LPR比例", 40, "%", "le")]),
    ("对购买国产测绘仪器的,按市场价的25%给予补贴。", [("购买国产测绘仪器补贴占市场价比例", 25, "%", "eq")]),
    # the amount of the aid that the clause before named
    (
        "对用车企业按实际支出的40%给予“绿行券”资助,每家企业每年资助上限为15万元。",
        [("用车企业“绿行券”资助占实际支出比例", 40, "%", "eq"), ("每家企业每年“绿行券”资助", 15, "万元", "le")],
    ),
    (
        "对用车企业按实际支出的40%给予出行券补贴,单个企业年度出行券补贴金额不超过15万元。",
        [("用车企业出行券补贴占实际支出比例", 40, "%", "eq"), ("单个企业年度出行券补贴金额", 15, "万元", "le")],
    ),
    # a word that ends the receiver and opens what is given is said once
    ("对引进的创业人才,给予最高5万元人才奖励。", [("引进的创业人才奖励", 5, "万元", "le")]),
    # a cap may stand before what the share is of
    ("对入库企业,给予不超过设备购买费用60%的补贴。", [("入库企业设备购买费用补贴", 60, "%", "le")]),
    # what is given stands behind a second amount with 每年
    (
        "对科技企业,可按照实际支付利息的20%每年给予最高60万元资金支持。",
        [("科技企业资金支持占实际支付利息比例", 20, "%", "eq"), ("科技企业利息每年资金支持", 60, "万元", "le")],
    ),
    (
        "對科技企業,可按照實際支付利息的20%每年給予最高60萬元資金支持。",
        [("科技企业资金支持占实际支付利息比例", 20, "%", "eq"), ("科技企业利息每年资金支持", 60, "万元", "le")],
    ),
    # what is given has a name of its own: verbs of giving, caps and words of procedure are no part of it
    ("人才最高可申领3万元技能培训补贴。", [("人才技能培训补贴", 3, "万元", "le")]),
    ("给予最高5万元的安家补贴及最高2000元/月的租房补贴。", [("安家补贴", 5, "万元", "le"), ("租房补贴", 2000, "元/月", "le")]),
    ("单家机构最高每年补助90万元。", [("单家机构每年补助", 90, "万元", "le")]),
    ("可申领每月800元、最长2年的租房补贴。", [("每月租房补贴", 800, "元", "eq")]),
    # told apart by a bound, a level or a quoted name: the whole with one of them at a time, with 分别 or without
    (
        "对正常经营满6、18个月以上的,依次给予最高6000元、1万元补贴。",
        [("正常经营满6个月以上补贴", 6000, "元", "le"), ("正常经营满18个月以上补贴", 1, "万元", "eq")],
    ),
    (
        "新认定的国家、省、市工程研究中心、工业设计中心(基地),分别给予90万元、60万元、30万元奖励。",
        [
            ("新认定的国家工程研究中心、工业设计中心(基地)奖励", 90, "万元", "eq"),
            ("新认定的省工程研究中心、工业设计中心(基地)奖励", 60, "万元", "eq"),
            ("新认定的市工程研究中心、工业设计中心(基地)奖励", 30, "万元", "eq"),
        ],
    ),
    ("对新认定的省、市级瞪羚企业,一次性奖励60万元、20万元。", [("新认定的省级瞪羚企业一次性奖励", 60, "万元", "eq"), ("新认定的市级瞪羚企业一次性奖励", 20, "万元", "eq")]),
    ("對新認定的省、市級瞪羚企業,一次性獎勵60萬元、20萬元。", [("新认定的省级瞪羚企业一次性奖励", 60, "万元", "eq"), ("新认定的市级瞪羚企业一次性奖励", 20, "万元", "eq")]),
    (
        "对首次入选“国内百佳”“行业十佳”的企业,给予60万元、20万元奖励。",
        [("首次入选“国内百佳”的企业奖励", 60, "万元", "eq"), ("首次入选“行业十佳”的企业奖励", 20, "万元", "eq")],
    ),
    # the level stands at each amount
    (
        "园区内获批的省级、市级开放实验室等,于获批次年分别给予建设单位省级60万元、市级30万元的奖励。",
        [("园区内获批的省级开放实验室奖励", 60, "万元", "eq"), ("园区内获批的市级开放实验室奖励", 30, "万元", "eq")],
    ),
    # a bound takes the words before the amount; a condition joins who was named before it, procedure does not
    ("对营业规模首次达到3000万元的奖励6万元。", [("营业规模", 3000, "万元", "eq"), ("营业规模首次达到3000万元的奖励", 6, "万元", "eq")]),
    ("對營業規模首次達到3000萬元的獎勵6萬元。", [("营业规模", 3000, "万元", "eq"), ("营业规模首次达到3000万元的奖励", 6, "万元", "eq")]),
    ("对入库企业,通过省级验收的,奖励10万元。", [("通过省级验收的入库企业奖励", 10, "万元", "eq")]),
    ("在园区内新设立的科技企业,经考核通过的,给予三年100%房租补贴。", [("园区内新设立的科技企业三年房租补贴", 100, "%", "eq")]),
    # one amount for each of an enumeration, not for amounts that only bound who gets it
    (
        "对获得国家级、省级认定的平台,分别给予90万元、40万元奖励。",
        [("获得国家级认定的平台奖励", 90, "万元", "eq"), ("获得省级认定的平台奖励", 40, "万元", "eq")],
    ),
    (
        "对主导修订国际标准、国家标准的协会,分别给予最高30万元、20万元扶持。",
        [("主导修订国际标准的协会扶持", 30, "万元", "le"), ("国家标准的协会扶持", 20, "万元", "eq")],
    ),
    ("按照专科每月300元、本科每月600元标准,发放不超过24个月的住房补贴。", [("专科每月住房补贴", 300, "元", "eq"), ("本科每月住房补贴", 600, "元", "eq")]),
    ("按本科1万元、硕士2万元发放生活补贴。", [("本科生活补贴", 1, "万元", "eq"), ("硕士生活补贴", 2, "万元", "eq")]),
    # what is said of the first of them is said of all: the verb before it, the noun behind the last, the class of a prize
    (
        "对新认定为国家级示范工厂、省级示范工厂的企业,分别给予60万元、30万元奖励。",
        [("新认定为国家级示范工厂的企业奖励", 60, "万元", "eq"), ("新认定为省级示范工厂的企业奖励", 30, "万元", "eq")],
    ),
    (
        "对参加工业设计大赛获得一、二等奖的企业,分别给予9万元、5万元奖励。",
        [("参加工业设计大赛获得一等奖的企业奖励", 9, "万元", "eq"), ("参加工业设计大赛获得二等奖的企业奖励", 5, "万元", "eq")],
    ),
    (
        "對參加工業設計大賽獲得一、二等獎的企業,分別給予9萬元、5萬元獎勵。",
        [("参加工业设计大赛获得一等奖的企业奖励", 9, "万元", "eq"), ("参加工业设计大赛获得二等奖的企业奖励", 5, "万元", "eq")],
    ),
    # levels that a clause of its own names; a bound of age is no part of who gets it
    (
        "对在本区就业的青年人才,经审核的,按照博士、硕士学历,分别给予9万元、6万元购房补贴。",
        [("在本区就业的青年人才博士购房补贴", 9, "万元", "eq"), ("在本区就业的青年人才硕士学历购房补贴", 6, "万元", "eq")],
    ),
    # each of the receivers: what the aid is for, or which of their kind
    (
        "鼓励企业采购仪器,按照检测费用的20%给予补贴,每家企业每年最高6万元。",
        [("企业采购仪器补贴占检测费用比例", 20, "%", "eq"), ("每家企业每年检测费用补贴", 6, "万元", "le")],
    ),
    ("每年评选一批成效明显的智能工厂项目,单个项目给予最高60万元补助。", [("单个智能工厂项目补助", 60, "万元", "le")]),
    ("每年評選一批成效明顯的智能工廠項目,單個項目給予最高60萬元補助。", [("单个智能工厂项目补助", 60, "万元", "le")]),
    ("对完成生产许可登记的,给予单个生产主体最高60万元奖励。", [("完成生产许可登记的单个生产主体奖励", 60, "万元", "le")]),
    # who gets it acts for what the clause before names
    ("对运行良好的创业园,给予运营机构每年最高60万元奖励。", [("运行良好的创业园运营机构每年奖励", 60, "万元", "le")]),
    # where and who, told in two clauses
    ("对来本区就业的,符合条件的博士、硕士,分别给予9万元、6万元补贴。", [("来本区就业的博士补贴", 9, "万元", "eq"), ("来本区就业的硕士补贴", 6, "万元", "eq")]),
    # who gives it says nothing; what else is done is no part of what is given; a list of aids is told by its head
    ("对获奖项目,由市财政给予最高9万元资金支持。", [("获奖项目资金支持", 9, "万元", "le")]),
    ("對獲獎項目,由市財政給予最高9萬元資金支持。", [("获奖项目资金支持", 9, "万元", "le")]),
    ("对入选团队,给予最高30万元资金扶持并免于评审。", [("入选团队资金扶持", 30, "万元", "le")]),
    (
        "对入选的领军人才项目,给予开办经费、成长奖励、租房补贴、设备补贴等资金支持,单个项目最高300万元。",
        [("单个入选的领军人才项目资金支持", 300, "万元", "le")],
    ),
    # a second aid has the receiver of the first; an aid of the same kind is the one named before
    (
        "对登记的求职人员给予最高900元的技能培训补贴和最高3000元的技师培训补贴。",
        [("登记的求职人员技能培训补贴", 900, "元", "le"), ("登记的求职人员技师培训补贴", 3000, "元", "le")],
    ),
    (
        "企业法人最高可申请60万元信用贷款、90万元抵押贷款。",
        [("企业法人信用贷款", 60, "万元", "le"), ("企业法人抵押贷款", 90, "万元", "eq")],
    ),
    (
        "对用车企业按实际支付费用的50%给予出行券补贴,单家企业每年最高补贴20万元。",
        [("用车企业出行券补贴占实际支付费用比例", 50, "%", "eq"), ("单家企业每年出行券补贴", 20, "万元", "le")],
    ),
    # who approves it is no receiver; a kind of receiver with what stands before it
    ("对开发的应用软件,经省网信办认定后给予最高60万元补贴。", [("开发的应用软件补贴", 60, "万元", "le")]),
    ("对在本区组织技能培训课程并且通过年度评估的企业、机构,给予最高6万元支持。", [("在本区组织技能培训课程并且通过年度评估的企业、机构支持", 6, "万元", "le")]),
    # the cap may stand before how the share is reckoned
    ("对入库企业,最高按设备投入的30%给予补贴。", [("入库企业补贴占设备投入比例", 30, "%", "le")]),
    ("對入庫企業,最高按設備投入的30%給予補貼。", [("入库企业补贴占设备投入比例", 30, "%", "le")]),
    # what was chosen gets it
    ("每年遴选一批应用效果好的智能工厂项目,授予称号,并按实际投入的20%给予奖励。", [("智能工厂项目奖励占实际投入比例", 20, "%", "eq")]),
    # a price of the market, told behind the verb; of whom is said though what is given has a name of its own
    ("对网店支付的仓储成本,根据实际情况给予同期LPR最高50%的补贴。", [("网店支付的仓储成本补贴占同期LPR比例", 50, "%", "le")]),
    ("對工坊購買商標服務的,一次性給予最高6萬元的“商標券”補貼。", [("工坊购买商标服务一次性“商标券”补贴", 6, "万元", "le")]),
    # how often an amount is given is no part of the share
    (
        "对工坊,按照实际支付租金的20%给予每年最高6万元支持。",
        [("工坊支持占实际支付租金比例", 20, "%", "eq"), ("工坊租金每年支持", 6, "万元", "le")],
    ),
    # of what is built or held where that is encouraged
    ("支持打造示范园区,按实际培育数量给予运营主体最高6万元奖励。", [("示范园区运营主体奖励", 6, "万元", "le")]),
    (
        "支持常年开展茶艺技能培训,单场活动最高补贴6万元,每个承办主体年度补贴不超过9万元。",
        [("茶艺技能培训单场活动补贴", 6, "万元", "le"), ("茶艺技能培训每个承办主体年度补贴", 9, "万元", "le")],
    ),
    ("鼓励村社按标准创建“茶香”研学基地,经验收合格的,给予不超过6万元一次性建设补贴。", [("“茶香”研学基地一次性建设补贴", 6, "万元", "le")]),
    ("每年遴选一批优秀茶艺师和研学路线,单个示范项目最高奖励6万元。", [("优秀茶艺师和研学路线单个示范项目奖励", 6, "万元", "le")]),
    # who gets it stays whole up to some length
    ("對新錄用且持有高級茶藝師以上證書的外地青年職工,給予最高1萬元就業補貼。", [("新录用且持有高级茶艺师以上证书的外地青年职工就业补贴", 1, "万元", "le")]),
    # out of what money it is paid, and whether the receiver fits, is no part of the name
    ("統籌市級資金對用於茶藝培訓的示範茶園按規定進行獎補,每個給予最高6萬元補助。", [("用于茶艺培训的示范茶园补助", 6, "万元", "le")]),
    ("对茶旅项目符合省级推广要求的,统筹省级资金按规定给予每个最高6万元奖励。", [("茶旅项目奖励", 6, "万元", "le")]),
    # what was spent on a project tells no more than the project
    (
        "支持企业采购或自建溯源系统,按不超过项目总投入的40%给予补贴,单家企业年度最高6万元。",
        [("企业采购或自建溯源系统补贴占项目总投入比例", 40, "%", "le"), ("单家企业年度采购或自建溯源系统补贴", 6, "万元", "le")],
    ),
    # vouchers go by names in quotes
    ("为茶企提供最高9万元“评茶券”、最高6万元“包装券”。", [("茶企“评茶券”", 9, "万元", "le"), ("茶企“包装券”", 6, "万元", "le")]),
    # the cap behind says what a share is of
    ("支持茶企开发新品,按照不超过研发成本30%,最高补助6万元。", [("茶企开发新品补助占研发成本比例", 30, "%", "le"), ("茶企开发新品补助", 6, "万元", "le")]),
    # the same thing for others
    (
        "給予承辦單位資金支持,縣級茶會最高6萬元、市級茶會最高9萬元。",
        [("县级茶会承办单位资金支持", 6, "万元", "le"), ("市级茶会承办单位资金支持", 9, "万元", "le")],
    ),
    # verbs of one character
    ("对新认定的市级茶企奖励9万元,升为省级的再奖20万元。", [("新认定的市级茶企奖励", 9, "万元", "eq"), ("新认定的市级茶企升为省级奖励", 20, "万元", "eq")]),
    ("茶農每座改廁補助800元,困難戶每座另補200元。", [("茶农每座改厕补助", 800, "元", "eq"), ("困难户每座补助", 200, "元", "eq")]),
    ("对获评国家级的奖9万元、省级的奖6万元。", [("获评国家级奖励", 9, "万元", "eq"), ("省级奖励", 6, "万元", "eq")]),
    # who gets it behind the share, and the cap of the same thing
    ("首购本地茶具的,按10%奖励采购方,最多不超过6万元。", [("采购方奖励比例", 10, "%", "eq"), ("采购方奖励", 6, "万元", "le")]),
    ("对购买茶机的,补贴比例不高于30%,年度上限5万元。", [("购买茶机补贴比例", 30, "%", "le"), ("购买茶机年度补贴", 5, "万元", "le")]),
    # a case that the first clause states
    (
        "首次開辦茶館等經營實體,最高可申領6萬元開業補貼;符合條件的還可申請最高9萬元創業擔保貸款。",
        [("首次开办茶馆等经营实体开业补贴", 6, "万元", "le"), ("首次开办茶馆等经营实体创业担保贷款", 9, "万元", "le")],
    ),
    ("外地青年来县里开办茶馆,额外再奖补2万元。", [("外地青年来县里开办茶馆奖补", 2, "万元", "eq")]),
    ("茶企投保货运保险,按实缴保费最高60%补贴。", [("茶企投保货运保险补贴占实缴保费比例", 60, "%", "le")]),
    # what each of them does
    (
        "支持企业采购检测服务,给予最高40%的补助,单家企业每年最高6万元。",
        [("企业采购检测服务补助", 40, "%", "le"), ("单家企业每年采购检测服务补助", 6, "万元", "le")],
    ),
    # coupons that are set off, prices below the market's, and what is given for an investment
    (
        "发放“茶具券”,按合同金额的50%、最高2万元抵扣茶企购买茶具的费用。",
        [("“茶具券”抵扣占合同金额比例", 50, "%", "eq"), ("“茶具券”抵扣金额", 2, "万元", "le")],
    ),
    ("对检测平台,以不高于市场价格的60%为茶农提供检测服务。", [("检测平台检测服务价格占市场价格比例", 60, "%", "le")]),
    ("茶农租住人才公寓的,按市场租金的60%收取租金。", [("茶农租住人才公寓租金占市场租金比例", 60, "%", "eq")]),
    (
        "对入股茶企的创投公司,按不超过实缴出资9%奖励投资机构。",
        [("入股茶企的创投公司奖励占实缴出资比例", 9, "%", "le")],
    ),
    # the treasury that pays, how long first, one amount for each grade
    ("对落户本县的制茶师,县财政每年给予3万元生活补助。", [("落户本县的制茶师每年生活补助", 3, "万元", "eq")]),
    ("给予最长3年、每年最高6万元的茶园租金补贴。", [("每年茶园租金补贴", 6, "万元", "le")]),
    (
        "对来县就业的应届毕业生,按本科1万元、博士8万元发放安家补贴。",
        [("来县就业的应届毕业生本科安家补贴", 1, "万元", "eq"), ("来县就业的应届毕业生博士安家补贴", 8, "万元", "eq")],
    ),
    (
        "對引進的制茶人才,A類9萬元、B類6萬元安家費。",
        [("引进的制茶人才A类安家费", 9, "万元", "eq"), ("引进的制茶人才B类安家费", 6, "万元", "eq")],
    ),
    # what is paid in parts, and what share of a bill a coupon pays at most
    (
        "奖励资金分三年兑付,第一年50%、第二年30%、第三年20%。",
        [("第一年兑付比例", 50, "%", "eq"), ("第二年兑付比例", 30, "%", "eq"), ("第三年兑付比例", 20, "%", "eq")],
    ),
    ("发放“茶具券”,最高可抵扣检测补贴费用的50%。", [("“茶具券”抵扣占检测补贴费用比例", 50, "%", "le")]),
    ("引进制茶团队的,按每人5000元的标准奖励茶馆企业。", [("茶馆企业每人奖励", 5000, "元", "eq")]),
    ("对入驻茶企给予三年房租补贴,第一年按100%补贴,第二年补50%。", [("第一年房租补贴", 100, "%", "eq"), ("第二年房租补贴", 50, "%", "eq")]),
    (
        "获得质量奖的单位,给予一等奖30万元、二等奖20万元奖励。",
        [("获得质量奖的单位一等奖奖励", 30, "万元", "eq"), ("获得质量奖的单位二等奖奖励", 20, "万元", "eq")],
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[c[0] for c in CASES])
def test_aid_is_named_by_what_is_given(
    in_tasks: Metrics, sentence: str, expected: list[tuple[str, float, str, str]]
) -> None:
    found = in_tasks(sentence)
    assert [(m["metric"], m["value"], m["unit"], m["comparator"]) for m in found] == expected
    assert {m["status"] for m in found} == {"criterion"}


@pytest.mark.parametrize(
    "sentence",
    ["发放就业创业补贴13亿元。", "已发放稳岗补贴3亿元。", "每月补贴金额由300元提高至400元。"],
)
def test_what_was_spent_or_raised_is_no_rule_of_support(in_look_back: Metrics, sentence: str) -> None:
    assert {m["status"] for m in in_look_back(sentence)} == {"result"}


def test_a_verb_that_ends_like_one_of_giving_gives_nothing(in_tasks: Metrics) -> None:
    assert [m["status"] for m in in_tasks("县茶企弥补亏损9万元。")] == ["target"]


@pytest.mark.parametrize(
    ("sentence", "metric", "value"),
    [
        ("成立时间不超过5年的企业可以申报。", "企业成立时间", 5),
        ("成立時間不超過5年的企業可以申報。", "企业成立时间", 5),
        ("具有5年以上工作经验的人员优先。", "工作经验", 5),
        ("年度营业收入突破千万元的给予奖励。", "年度营业收入", 1000),
        ("在职人员不多于10人(含创始人)、以研发为主的企业。", "在职人员", 10),
        ("在職人員不多於10人(含創始人)、以研發為主的企業。", "在职人员", 10),
        ("年度营业收入首次跨过100万元台阶的,给予奖励。", "年度营业收入", 100),
    ],
)
def test_what_a_bound_is_of(read: Callable[[str], DocumentRecords], sentence: str, metric: str, value: float) -> None:
    found = read(f"云溪县支持茶业创新若干措施\n结合我县实际,制定以下措施。\n一、支持内容\n{sentence}\n云溪县农业农村局\n2026年3月9日\n").metrics
    assert [(m["metric"], m["value"]) for m in found][:1] == [(metric, value)]


def test_a_new_rule_does_not_take_the_receiver_of_the_one_before(in_tasks: Metrics) -> None:
    metrics = in_tasks("对获奖团队,给予5万元奖励;经综合评定,给予3万元奖励。")
    assert [m["metric"] for m in metrics] == ["获奖团队奖励", "奖励"]


def test_a_bare_aid_is_for_what_its_heading_supports(read: Callable[[str], DocumentRecords]) -> None:
    records = read("关于支持创业的若干措施\n(一)支持公共平台建设\n经综合评定,给予最高30万元奖励。\n(二)加大政策支持力度\n经综合评定,给予最高20万元奖励。\n")
    assert [m["metric"] for m in records.metrics] == ["公共平台建设奖励", "奖励"]


def test_a_bare_aid_is_for_what_the_title_of_its_paragraph_names(read: Callable[[str], DocumentRecords]) -> None:
    text = "关于支持创业的若干措施\n一、支持措施\n(二)联合实验室建设。鼓励龙头企业牵头组建。经综合评定,最高支持50万元。\n"
    assert [m["metric"] for m in read(text).metrics] == ["联合实验室建设支持"]


@pytest.mark.parametrize("sentence", ["数据保存时间不少于6年。", "數據保存時間不少於6年。"])
def test_how_long_something_may_or_must_last_is_a_standard_in_a_set_of_rules(
    read: Callable[[str], DocumentRecords], in_tasks: Metrics, sentence: str
) -> None:
    (metric,) = read(f"关于支持创业的若干措施\n一、申报条件\n{sentence}\n").metrics
    assert (metric["metric"], metric["value"], metric["unit"], metric["status"]) == ("数据保存时间", 6, "年", "criterion")
    assert in_tasks(sentence) == []


def test_the_years_of_an_aid_each_have_a_share(read: Callable[[str], DocumentRecords]) -> None:
    text = "关于支持创业的若干措施\n一、支持措施\n新入驻园区的科技企业,给予最长五年的房租补贴,其中前两年100%、后三年50%。\n"
    assert [(m["metric"], m["value"]) for m in read(text).metrics] == [
        ("新入驻园区的科技企业房租补贴时长", 5),
        ("新入驻园区的科技企业前两年房租补贴", 100),
        ("新入驻园区的科技企业后三年房租补贴", 50),
    ]


def test_a_cap_before_the_base_bounds_the_share(in_tasks: Metrics) -> None:
    (metric,) = in_tasks("按不超过设备投入的30%给予补贴。")
    assert (metric["metric"], metric["comparator"], metric["modifier_text"]) == ("补贴占设备投入比例", "le", "不超过")


def test_a_sentence_with_every_year_opens_a_rule_of_its_own(in_tasks: Metrics) -> None:
    metrics = in_tasks("对入库企业,给予5万元奖励。每年培育优质项目,给予最高30万元奖励。")
    assert metrics[-1]["metric"] != "入库企业奖励"


def test_a_cap_may_be_followed_by_a_bracket(in_tasks: Metrics) -> None:
    metrics = in_tasks("对技改项目按设备投入的20%给予补贴,单个项目不超过60万元(责任单位:市工信局)。")
    assert [(m["metric"], m["status"]) for m in metrics] == [("技改项目补贴占设备投入比例", "criterion"), ("单个项目设备投入补贴", "criterion")]


def test_only_paragraphs_that_give_are_asked_who_gets_what(read: Metrics, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def note(text: str, clause: tuple[int, int], *_: Any) -> None:
        asked.append(text[slice(*clause)])

    monkeypatch.setattr(quantities, "_note_receiver", note)
    read("对新建的项目,生产线达到9条。\n对新建的项目,给予最高50万元奖励。\n")
    assert asked == ["对新建的项目", "给予最高50万元奖励"]


@pytest.mark.parametrize(("paragraph", "gives"), [("新建学校5所", False), ("给5户补贴6万元", True), ("發放 补\n贴6万元", True), ("享受6折", True)])
def test_words_of_giving(paragraph: str, gives: bool) -> None:
    assert gives_anything(paragraph) is gives


def test_a_bound_for_each_amount_without_a_receiver(in_tasks: Metrics) -> None:
    found = in_tasks("工坊年度订单量达到90件、180件的,分别给予最高2万元、最高5万元的扶持。")
    assert [m["metric"] for m in found[2:]] == ["工坊年度订单量达到90件的扶持", "工坊年度订单量达到180件的扶持"]


@pytest.mark.parametrize(
    ("paragraph", "names"),
    [
        # the first words of the item name the aid in full
        ("二、优秀青工租房补贴。对在本县就业的青工,发放不超过18个月的租房补贴。", ["优秀青工租房补贴时长"]),
        ("二、優秀青工租房補貼。對在本縣就業的青工,發放不超過18個月的租房補貼。", ["优秀青工租房补贴时长"]),
        ("二、加强租房补贴。对在本县就业的青工,发放不超过18个月的租房补贴。", ["租房补贴时长"]),
        # a second clause goes on with who gets it
        (
            "对在云溪县落户,并租住人才公寓的40岁以下博士、30岁以下硕士,分别给予5万元、3万元安家费。",
            ["博士年龄", "硕士年龄", "在云溪县落户并租住人才公寓的博士安家费", "在云溪县落户并租住人才公寓的硕士安家费"],
        ),
        ("对采用直供方式购电,且用电量稳定的制茶工坊,给予最高3万元补贴。", ["采用直供方式购电且用电量稳定的制茶工坊补贴"]),
        ("对符合条件的企业,发放消费券,并给予最高3万元的补助。", ["企业补助"]),
        # classes of one thing
        ("在两年培育期内按照制茶团队一类最高9万元、二类最高6万元给予津贴。", ["制茶团队一类津贴", "制茶团队二类津贴"]),
        # a bracket behind an aid says how much of it each gets
        (
            "学徒可享受学费减免(甲类减免90%,乙类减免60%)及创业贷款(个人最高9万元,工坊最高60万元)。",
            ["甲类学费减免", "乙类学费减免", "个人创业贷款", "工坊创业贷款"],
        ),
        (
            "學徒可享受學費減免(甲類減免90%,乙類減免60%)及創業貸款(個人最高9萬元,工坊最高60萬元)。",
            ["甲类学费减免", "乙类学费减免", "个人创业贷款", "工坊创业贷款"],
        ),
        # who gets how much of the aid of the sentence before
        ("学徒可享受生活补贴:最高每月900元。高级学徒每月700元、初级学徒每月300元。", ["每月生活补贴", "高级学徒每月生活补贴", "初级学徒每月生活补贴"]),
        # a share of what is paid, told by the verb alone
        ("对使用共用茶窑的费用补贴80%,单个工坊年度最高3万元。", ["使用共用茶窑费用补贴", "使用共用茶窑单个工坊年度费用补贴"]),
        ("按照窑费的30%给予补助,补助期限不超过3年。", ["补助占窑费比例", "补助期限"]),
        # who is told by a label, after a mark of several things, by a condition or in a list of what is chosen
        ("OPC优秀创业者:首次来县创业,最高9万元生活补贴。", ["OPC优秀创业者生活补贴"]),
        ("OPC優秀創業者:首次來縣創業,最高9萬元生活補貼。", ["OPC优秀创业者生活补贴"]),
        ("一是设立专窗。二是对牵头建设茶窑的企业,按照总投入的30%给予补助。", ["牵头建设茶窑的企业补助占总投入比例"]),
        ("通过联营方式投产的制茶项目,按照总投入的30%给予补助。", ["通过联营方式投产的制茶项目补助占总投入比例"]),
        ("每年遴选一批优质茶企、茶坊、合作社,符合条件的给予最高9万元奖励。", ["优质茶企、茶坊、合作社奖励"]),
        # interest on the loan told before
        ("开办工坊可申请最高90万元创业担保贷款,给予50%贴息。", ["开办工坊创业担保贷款", "创业担保贷款贴息"]),
        ("開辦工坊可申請最高90萬元創業擔保貸款,給予50%貼息。", ["开办工坊创业担保贷款", "创业担保贷款贴息"]),
    ],
)
def test_what_was_told_before_names_an_aid_in_full(in_tasks: Metrics, paragraph: str, names: list[str]) -> None:
    assert [m["metric"] for m in in_tasks(paragraph)] == names


def test_each_of_what_is_counted_before_gets_the_aid(in_tasks: Metrics) -> None:
    found = in_tasks("全年评选20家优秀茶馆,每家奖励3万元。")
    assert [(m["metric"], m["status"]) for m in found] == [("优秀茶馆", "target"), ("优秀茶馆奖励", "criterion")]


def test_the_whole_year_of_an_aid_is_no_year(in_tasks: Metrics) -> None:
    found = in_tasks("支持茶馆办茶会,全年最高补助3万元。")
    assert [(m["status"], m["period_end"]) for m in found] == [("criterion", None)]
