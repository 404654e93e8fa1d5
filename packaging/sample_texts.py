"""What the binary documents in ``assets/samples`` say; all of it made up for Alcove."""

from __future__ import annotations

LEASE = (
    (
        "# Residential lease agreement",
        "Between Margaret Hale (the landlord) and Daniel Osei (the tenant), for the first-floor flat at 14 Quay Street, "
        "Brackwater. Signed on 2 March 2026.",
        "## 1. Term",
        "The tenancy begins on 1 April 2026 and has no fixed end.",
        "## 2. Rent",
        "The rent is £1,150 a month. It is due on the third working day of each month, by bank transfer. "
        "If it arrives more than ten days late, the landlord may charge £25 once for that month.",
        "Heating and water are paid in advance with £140 a month and settled once a year, before 30 June.",
        "## 3. Deposit",
        "The tenant pays a deposit of £1,725. The landlord returns it within 28 days after the keys have been handed back, "
        "less the cost of damage that goes beyond ordinary wear.",
        "## 4. Notice",
        "The tenant may end this agreement at any time by giving the landlord two months' notice in writing. "
        "The landlord must give the tenant four months' notice in writing and state the reason.",
    ),
    (
        "## 5. Repairs",
        "The tenant reports damage without delay. The landlord has the heating repaired within 24 hours from October to "
        "April, and everything else within 14 days. The tenant pays for small repairs of up to £60 each.",
        "## 6. Use of the flat",
        "One cat or one small dog is allowed. Smoking is not allowed in the rooms; it is allowed on the balcony. "
        "Quiet hours are from 22:00 to 07:00.",
        "The flat may be sublet only with the landlord's written consent, and for no longer than three months in a year.",
        "## 7. Keys",
        "The tenant has received three keys to the front door, two to the flat and one to the letter box. "
        "A lost key to the front door costs £85, because the lock has to be changed.",
        "## 8. Access",
        "The landlord may enter the flat after announcing the visit 48 hours ahead, and at once if there is danger.",
    ),
)

LEAVE_POLICY = (
    ("Annual leave", (
        "Full-time staff have 28 days of annual leave a year, public holidays not included. Part-time staff have a share "
        "of it by their hours.",
        "Leave is requested in the rota at least six weeks ahead. Up to two days may be requested at shorter notice if the "
        "ward lead agrees. At most five days may be carried into the next year; they lapse on 31 March.",
    )),
    ("Sick leave", (
        "Call the duty desk before 07:30 on the first day. A doctor's note is needed from the fourth day.",
        "The clinic pays full salary for twelve weeks and half salary for another twelve weeks.",
    )),
    ("Parental leave", (
        "Either parent may take up to 26 weeks of paid leave in the first year after the birth or the adoption. The request "
        "reaches the staff office twelve weeks before the first day.",
    )),
    ("Night duty", (
        "Nobody works more than four nights in a row. After the last night at least 48 hours are free. From the 55th birthday "
        "on, night duty is voluntary.",
    )),
    ("Study days", (
        "Each nurse has five paid study days a year. Course fees up to 600 euros are paid by the clinic when the course has "
        "been approved by the head of nursing.",
    )),
)  # fmt: skip

PRICES = {
    "Repairs": (
        ("Job", "Price (EUR)", "Time (minutes)", "Parts included"),
        ("Inner tube replaced, rear wheel", 24.5, 25, "yes"),
        ("Inner tube replaced, front wheel", 19.5, 20, "yes"),
        ("Brake pads replaced, one wheel", 29, 30, "yes"),
        ("Hydraulic brake bled", 45, 50, "yes"),
        ("Chain and cassette replaced", 38, 45, "no"),
        ("Wheel trued", 22, 30, "yes"),
        ("Gears adjusted", 18, 20, "yes"),
        ("Yearly inspection", 79, 90, "no"),
        ("Electric bicycle: battery test", 35, 60, "yes"),
    ),
    "Rental": (
        ("Bicycle", "Day (EUR)", "Week (EUR)", "Deposit (EUR)"),
        ("City bicycle", 14, 65, 50),
        ("Electric city bicycle", 32, 160, 150),
        ("Cargo bicycle", 38, 190, 200),
        ("Child's bicycle", 8, 35, 20),
        ("Child trailer", 12, 55, 50),
    ),
}

TRAVEL = (
    ("Travel rules, Northfold Instruments", ("For everybody who travels for the company. In force from 1 January 2026.",)),
    ("Booking", (
        "Trips under four hours go by train, second class.",
        "Flights are booked at least 14 days ahead, in economy class. Above six hours of flight, premium economy is allowed.",
        "Hire cars need the approval of the team lead.",
    )),
    ("Hotels and meals", (
        "A hotel may cost up to 140 euros a night, and up to 190 euros in London, Paris, Zurich and Copenhagen.",
        "The daily allowance for meals is 42 euros at home and 55 euros abroad. It falls by 9 euros if breakfast is included.",
    )),
    ("Getting the money back", (
        "Send receipts within 30 days after the trip. Claims that come later than 90 days are not paid.",
        "A private car is paid with 0.38 euros a kilometre.",
        "Parking fines are never paid.",
    )),
)  # fmt: skip

LABORATORY = (
    ("进入实验室", (
        "进入实验室必须穿白大褂、戴护目镜，长发须束起。不得穿拖鞋或短裤进入。",
        "实验室内禁止饮食、吸烟，食品不得存放在试剂冰箱中。",
        "晚上十点以后做实验，须至少两人在场，并提前在值班本上登记。",
    )),
    ("火灾处理", (
        "酒精灯打翻着火时，立即用湿抹布或灭火毯覆盖，不得用水泼洒，也不得用嘴吹灭。",
        "电器着火时先切断电源，再使用二氧化碳灭火器。灭火器放在东门左侧，每半年检查一次。",
        "火势无法控制时，按下走廊的红色报警按钮，从最近的安全出口撤离到操场集合。",
    )),
    ("化学品", (
        "稀释浓硫酸时，必须将酸沿器壁缓慢倒入水中，并不断搅拌，切勿将水倒入酸中。",
        "强酸溅到皮肤上，立即用大量清水冲洗至少十五分钟，再用百分之三的碳酸氢钠溶液处理，并送校医院。",
        "剧毒品实行双人双锁管理，领用须经实验室主任陈卫东签字。",
    )),
    ("废弃物", (
        "废液按有机、无机、含重金属三类分别倒入废液桶，不得倒入水槽。废液桶装到四分之三时贴标签并联系回收，每周四下午两点统一收集。",
    )),
)  # fmt: skip

BALCONY = (
    ("第一章 光照与土壤", (
        "朝南的阳台每天有六小时以上的直射光，适合种番茄、辣椒和黄瓜；朝北的阳台光照不足三小时，只适合种韭菜、生菜和薄荷。",
        "盆土按园土五份、腐叶土三份、粗沙两份混合。花盆深度：叶菜不少于十五厘米，番茄不少于三十厘米。",
    )),
    ("第二章 播种与浇水", (
        "番茄在三月上旬播种，种子先用五十五摄氏度的温水浸泡十五分钟。苗高十五厘米时定植，每盆一株。",
        "夏天早晚各浇一次水，中午不浇。判断要不要浇水的办法：手指插入土中两厘米，感觉干了再浇。",
    )),
    ("第三章 病虫害", (
        "叶片背面出现蚜虫时，用一份肥皂水兑二百份清水喷洒，每三天一次，连续三次。",
        "番茄果实底部发黑是缺钙引起的脐腐病，可以喷洒千分之五的氯化钙溶液，并且保持浇水均匀。",
    )),
)  # fmt: skip
