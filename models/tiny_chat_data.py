"""Synthetic lessons for the tiny chat model: passages with facts of made-up words, questions, answers with their mark.

Everything comes from a seed. The prompts are those of ``app.domain.prompt``, so that the model meets in use what it met
in training. Nothing here is true of anything.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.prompt import Exchange, Source, messages

START, END, PADDING = "<|im_start|>", "<|im_end|>", "<|endoftext|>"
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
NOUNS = """deposit rent ferry harbour library garden museum bridge tower market school office kitchen boiler engine
station platform ticket pass fee salary bonus leave contract notice meeting report budget survey meadow river lake fence
gate path road roof window door floor cellar attic lamp pump filter valve battery charger printer scanner server
password account invoice payment delivery parcel order refund warranty insurance doctor nurse clinic medicine dose tea
coffee bread cheese apple soup recipe oven kettle bicycle wheel brake chain saddle train bus car van truck ship boat
crew captain pilot driver teacher student course lesson exam prize club team coach match season ticket office archive
letter parcel stamp poster painting statue theatre concert choir organ piano violin guitar drum bell clock calendar
holiday festival wedding birthday winter summer spring autumn storm flood drought harvest seed soil compost tree hedge
lawn pond well spring bird owl heron bittern toad frog bee hive honey sheep horse stable barn mill oil salt sugar flour
tenant landlord owner guest visitor member chair clerk treasurer manager engineer gardener baker cook cleaner guard
committee council company bank shop hotel hostel camp tent cabin lift stair corridor hall stage exit entrance""".split()
ADJECTIVES = """annual monthly weekly daily old new red blue green white black small large long short north south east
west upper lower main second third first last early late public private open closed free full half cold warm""".split()
PLACES = (
    """Quay Street Mill Lane Loach Mere Hill Road Station Square Park Avenue Oak House River Hall Church Yard""".split()
)
UNITS = """months weeks days hours minutes years euros pounds dollars metres kilometres litres grams kilograms pages
degrees percent people rooms seats steps""".split()
TIMES = """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
September October November December noon midnight""".split()
NUMBER_WORDS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split()
VERBS = (
    ("is", "What is {s}?", "How long is {s}?", "How much is {s}?", "How high is {s}?", "When is {s}?", "Who is {s}?"),
    ("costs", "How much does {s} cost?", "What does {s} cost?"),
    ("opens at", "When does {s} open?", "At what time does {s} open?"),
    ("closes at", "When does {s} close?", "At what time does {s} close?"),
    ("leaves at", "When does {s} leave?"),
    ("begins on", "When does {s} begin?", "On which day does {s} begin?"),
    ("ends on", "When does {s} end?"),
    ("lasts", "How long does {s} last?"),
    ("takes", "How long does {s} take?", "What does {s} take?"),
    ("needs", "What does {s} need?"),
    ("holds", "How much does {s} hold?", "What does {s} hold?"),
    ("belongs to", "To whom does {s} belong?", "Who owns {s}?"),
    ("stands in", "Where does {s} stand?", "Where is {s}?"),
    ("was built in", "When was {s} built?"),
    ("weighs", "How much does {s} weigh?"),
    ("must be paid by", "When must {s} be paid?"),
    ("is kept in", "Where is {s} kept?", "Where is {s}?"),
    ("pays", "How much does {s} pay?", "What does {s} pay?"),
    ("has", "What does {s} have?", "How much does {s} have?"),
    ("gets", "What does {s} get?", "How much does {s} get?"),
    ("meets on", "When does {s} meet?"),
    ("arrives at", "When does {s} arrive?"),
)
CHINESE_WORDS = """
押金 房租 渡船 港口 图书馆 花园 博物馆 大桥 塔楼 市场 学校 办公室 厨房 锅炉 车站 站台 车票 费用
工资 奖金 年假 合同 通知 会议 报告 预算 草地 河流 湖泊 栅栏 大门 小路 屋顶 窗户 地下室 水泵
滤网 阀门 电池 打印机 密码 账户 发票 付款 包裹 订单 退款 保修 保险 诊所 药品 剂量 绿茶 红茶
咖啡 面包 奶酪 苹果 菜谱 烤箱 水壶 自行车 刹车 火车 公交车 轮船 船长 司机 老师 学生 课程 考试
比赛 档案 信件 海报 剧院 音乐会 钢琴 时钟 假期 春节 婚礼 冬天 夏天 种子 土壤 肥料 果树 池塘
蜂蜜 租客 房东 客人 会员 主任 经理 工程师 园丁 厨师 委员会 公司 银行 商店 酒店 帐篷 电梯 走廊
大厅 出口 入口 实验室 护目镜 手套 试剂 病假 产假 试用期 加班费 午休 番茄 辣椒 阳台 花盆 龙井 普洱
储存期 有效期 截止日期 负责人 地址 电话 面积 高度 重量 温度
""".split()
CHINESE_VERBS = (
    ("是", "{s}是什么？", "{s}是多少？", "{s}是几天？", "{s}是谁？", "{s}是多长时间？", "请问{s}是多少？"),
    ("为", "{s}为多少？", "{s}是多少？", "{s}有多久？"),
    ("需要", "{s}需要什么？", "{s}需要多久？", "{s}需要多少？"),
    ("在", "{s}在哪里？", "{s}在什么时候？"),
    ("位于", "{s}位于哪里？", "{s}在哪里？"),
    ("属于", "{s}属于谁？"),
    ("开始于", "{s}什么时候开始？"),
    ("共有", "{s}共有多少？", "{s}有多少？"),
    ("每年有", "{s}每年有多少？", "{s}每年有几天？"),
)
CHINESE_CHARACTERS = """
一丁七三上下不与专东丢两个中为主么之乐九也书了事二于五井些交产享人什仅今仍从他付代令以们件任份休会传但位住何作使例供
依侧保信修假做停储像允元先入全八公六共关其内册再写冬况准减几凭出分切列则删别到制刹剂前剧剩副办功加务动助包化匙匹医十
升午单博占卡印即厅历原厨去发取受变口句另只可台史右号司各合同名后向否含启告员周命和咖品响哪商啡器四回因园围图土在地场
址坏型城塔塘墙墨壤壶处备复夏外多大天太失夹奖套女奶好如始委婚子字存学它安完定实客室家容宿密对封将小少就居屋屏属工左差
己已市师帐带常幕年并幻序库应底店废度座廊延建开弃式引张弹强当录影彻径待很得心必志态怎思性总息您情想意懂成我或截户房所
手打执扫批找承把护报押担拆拒拖择拼持按损换据排探接措描提搜摘撤撰操支收改放效数整文料斤断新方施无日早时明春昨是显晚普
暂更替最月有期未本机权条来松果某查栅标栏树校样核格案桌档桥梯检椒楼模次款止正此步殊段每比水池没河泊法泵洱流浅浏海深添
渡温港湖源满滤火灯炉点烤然照片版物特状现班理琴生用由申电留番病登百的盆盘目直相看着知短码确磁示礼票禁离禾私种秒租积称
移程空突窗立站章笔符第等答算管箱篷米类系索红约纯纸线经结给络绝统继续绿编缩缺网置翻老考者而职联肥能脑腾自至致船色节花
苹范茄茶草药菜落藏蜂蜜行表被装裹要见观规览触言订认让议记许设证识诊词译试话询该语说请读课谱象负财责账费资赖赛走起超足
跟路跳身车转轮软较辅输辞辣过运近还这进连退送适选逐途通逾道遗那邮部都配酒酪里重量金钟钢钥银链销锁锅错键镜长门闭问间阀
防阳限院除险陪陷随隐集零需青面音页顶项顺须预题馆验骤高默龙
"""
CHINESE_NUMBERS = "一二三四五六七八九十"
CHINESE_UNITS = "天 年 元 米 个月 小时 分钟 公斤 公里 人 页 次 周 升 度".split()


@dataclass(frozen=True)
class Lesson:
    """A rendered conversation; ``answers`` are the spans of its characters that the model should have written."""

    text: str
    answers: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Fact:
    sentence: str
    questions: tuple[str, ...]


class Lessons:
    """An endless supply, the same from the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._characters = "".join(CHINESE_CHARACTERS.split())

    def lesson(self, *, most_passages: int, most_facts: int, turns: int, rules: bool) -> Lesson:
        """``turns`` questions to the same passages. Without ``rules`` the lesson starts at the passages."""
        chinese = self._random.random() < 0.4
        count = self._random.randint(1, most_passages)
        groups = [self._facts(self._random.randint(1, most_facts), chinese) for _ in range(count)]
        sources = [Source(n, self._title(chinese), self._passage(group, chinese)) for n, group in enumerate(groups, 1)]
        asked = [(n, fact) for n, group in enumerate(groups, 1) for fact in group]
        self._random.shuffle(asked)
        earlier = self._earlier(chinese) if rules and self._random.random() < 0.3 else []
        (first, fact), *more = asked[: max(1, turns)]
        prompt = messages(self._question(fact, chinese), sources, earlier)
        parts = [(m.role, m.content) for m in (prompt if rules else prompt[-1:])]
        parts.append(("assistant", cited(fact.sentence, first)))
        answers = [len(parts) - 1]
        for number, other in more:
            parts.append(("user", self._question(other, chinese)))
            parts.append(("assistant", cited(other.sentence, number)))
            answers.append(len(parts) - 1)
        return rendered(parts, answers)

    def _earlier(self, chinese: bool) -> list[Exchange]:
        facts = self._facts(self._random.randint(1, 2), chinese)
        return [Exchange(self._random.choice(fact.questions), fact.sentence) for fact in facts]

    def _question(self, fact: Fact, chinese: bool) -> str:
        question = self._random.choice(fact.questions)
        if self._random.random() < 0.15:
            return f"那么{question}" if chinese else f"And {question[0].lower()}{question[1:]}"
        return question

    def _passage(self, facts: list[Fact], chinese: bool) -> str:
        """Sentences on one line or several, now and then under a heading."""
        joint = self._random.choice(("" if chinese else " ", "\n", "\n\n"))
        heading = [self._title(chinese)] if self._random.random() < 0.2 else []
        return "\n\n".join([*heading, joint.join(fact.sentence for fact in facts)])

    def _facts(self, count: int, chinese: bool) -> list[Fact]:
        return [self._chinese() if chinese else self._english() for _ in range(count)]

    def _english(self) -> Fact:
        subject = self._subject()
        verb, *questions = self._random.choice(VERBS)
        value = self._value()
        sentence = f"The {subject} {verb} {value}."
        return Fact(sentence, tuple(question.format(s=f"the {subject}") for question in questions))

    def _subject(self) -> str:
        noun = self._word()
        roll = self._random.random()
        if roll < 0.25:
            return f"{self._random.choice(ADJECTIVES)} {noun}"
        if roll < 0.4:
            return f"{self._word()} {noun}"
        if roll < 0.5:
            return f"{noun} of {self._random.choice(PLACES)}"
        return noun

    def _word(self) -> str:
        return self._random.choice(NOUNS) if self._random.random() < 0.6 else self._made_up()

    def _made_up(self) -> str:
        syllables = self._random.randint(1, 3)
        return "".join(
            self._random.choice("bcdfghjklmnprstvwz") + self._random.choice("aeiou") + self._random.choice("nrlst  ")
            for _ in range(syllables)
        ).replace(" ", "")

    def _value(self) -> str:
        pick = self._random.choice
        number = str(self._random.randint(1, 9999)) if self._random.random() < 0.7 else pick(NUMBER_WORDS)
        shapes = (
            f"{number} {pick(UNITS)}",
            f"{number} {pick(UNITS)} of {self._word()}",
            f"{self._random.randint(0, 23)}:{self._random.randint(0, 59):02}",
            f"{pick(TIMES)}",
            f"{self._random.randint(1, 31)} {pick(TIMES)}",
            f"the {self._word()} {self._word()}",
            f"a {pick(ADJECTIVES)} {self._word()}",
            f"{self._made_up().capitalize()} {pick(PLACES)}",
            f"{self._made_up().capitalize()} and {self._made_up().capitalize()}",
            f"{number} {pick(UNITS)} in the {pick(ADJECTIVES)} {self._word()}",
        )
        return pick(shapes)

    def _chinese(self) -> Fact:
        pick = self._random.choice
        subject = self._chinese_word()
        if self._random.random() < 0.4:
            subject = f"{self._chinese_word()}{pick(['的', ''])}{subject}"
        verb, *questions = pick(CHINESE_VERBS)
        number = (
            str(self._random.randint(1, 9999))
            if self._random.random() < 0.5
            else "".join(pick(CHINESE_NUMBERS) for _ in range(self._random.randint(1, 2)))
        )
        value = pick(
            (
                f"{number}{pick(CHINESE_UNITS)}",
                f"{number}{pick(CHINESE_UNITS)}{self._chinese_word()}",
                f"{self._chinese_word()}{self._chinese_word()}",
                f"{self._random.randint(1, 12)}月{self._random.randint(1, 28)}日",
            )
        )
        return Fact(f"{subject}{verb}{value}。", tuple(question.format(s=subject) for question in questions))

    def _chinese_word(self) -> str:
        if self._random.random() < 0.6:
            return self._random.choice(CHINESE_WORDS)
        return "".join(self._random.choice(self._characters) for _ in range(self._random.randint(1, 3)))

    def _title(self, chinese: bool) -> str:
        word = self._chinese_word() if chinese else self._word()
        more = "" if chinese else f" {self._word()}"
        names = (f"{word}.md", f"{word}.txt", word.capitalize(), f"{word}.pdf", f"{word.capitalize()}{more}")
        return self._random.choice(names)


def cited(sentence: str, number: int) -> str:
    """'The fee is 3 euros.' from passage 2 becomes 'The fee is 3 euros [2].'"""
    return f"{sentence[:-1]} [{number}]{sentence[-1]}"


def rendered(parts: list[tuple[str, str]], answers: list[int]) -> Lesson:
    text, spans = "", []
    for index, (role, content) in enumerate(parts):
        text += f"{START}{role}\n"
        if index in answers:
            spans.append((len(text), len(text) + len(content) + len(END)))
        text += f"{content}{END}\n"
    return Lesson(text, tuple(spans))


def tokenizer_texts() -> Iterator[str]:
    """What the tokenizer is trained on: lessons, and every Chinese character often enough to become a token."""
    lessons = Lessons(1)
    for _ in range(3000):
        yield lessons.lesson(most_passages=3, most_facts=2, turns=2, rules=True).text
    for character in "".join(CHINESE_CHARACTERS.split()):
        yield character * 20
