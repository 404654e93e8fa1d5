"""The sentence patterns of the tiny translation model, both languages side by side; true of nothing.

``(1 Please)`` is text that means what ``(1 请)`` means on the other side: the marks tell which words belong together
and never stand in a sentence. ``{doc}`` is a place that ``tiny_marian_slots`` fills; ``{^doc}`` begins with a capital,
``{v.pp}`` is another form of the word in ``{v}``, ``{doc2}`` a second document. Lines come in twos.
"""

from __future__ import annotations

LINES = """
(1 Please) {v} {doc} (2 by) {date}.
(1 请)(2 在){date}(2 之前){v}{doc}。
(1 We) (2 have received) {doc} (3 of) {date}.
(1 我们)(2 已收到){date}(3 的){doc}。
{^doc} (2 has been) {v.pp} (1 by) {who}.
{doc}(2 已)(1 由){who}{v}。
{^who} (1 will) {v} {doc} {when}.
{who}{when}(1 将){v}{doc}。
{^who} {v.pp} {doc} {past}.
{who}{past}{v}(0 了){doc}。
(1 Please let us know) (3 whether) {doc} (4 has been) {v.pp}.
(1 请告知我们){doc}(3 是否)(4 已){v}。
(1 You will find) {doc} (2 on page) {n}.
(1 您可以)(2 在第){n}(2 页)(1 找到){doc}。
{^doc} (1 must be) {v.pp} (2 by) {agent}.
{doc}(1 必须)(2 由){agent}{v}。
{^doc} (1 consists of) {n} (2 pages).
{doc}(1 共有){n}(2 页)。
(1 Please) {v} {doc} (2 and) {v2} {doc2}.
(1 请){v}{doc}(2 ，并){v2}{doc2}。
(1 Do not) {v} {doc} (2 without) (3 the consent of) {agent}.
(2 未经){agent}(3 同意)，(1 请勿){v}{doc}。
(1 Thank you for) {doc} (2 of) {date}.
(1 感谢您){date}(2 的){doc}。
(1 Dear) {titled},
(1 尊敬的){titled}：
(1 Please find attached) {doc}.
(1 随信附上){doc}(1 ，请查收)。
{^doc} (1 has not arrived yet).
{doc}(1 尚未收到)。
(1 Who) {v.pp} {doc}?
(1 谁){v}(0 了){doc}？
(1 How many pages) (2 does) {doc} (2 have)?
{doc}(2 有)(1 多少页)？
(1 The invoice number is) {code}.
(1 发票号码是){code}。
(1 Order) {code} (2 was shipped) {past}.
(1 订单){code}(2 已于){past}(2 发货)。
(1 Please) (2 quote) {code} (3 in all letters).
(1 请)(3 在所有信函中)(2 注明){code}。
{^agent} (1 will) {v} {doc} (2 and) {doc2}.
{agent}(1 将){v}{doc}(2 和){doc2}。
{^doc} (1 is) (2 in) {room}.
{doc}(1 在){room}(2 里)。
{^who} (1 has) (2 not) (3 yet) {v.pp} {doc}.
{who}(3 还)(2 没有){v}{doc}。
(1 Can you) {v} {doc} (2 for me)?
(1 您能)(2 为我){v}{doc}(1 吗)？
{^doc} (1 and) {doc2} (2 must be) {v.pp} (3 by) {date}.
{doc}(1 和){doc2}(2 必须)(3 在){date}(3 之前){v}。
{^event} (1 takes place) {when} (2 in) {room}.
{event}{when}(2 在){room}(1 举行)。
{^event} (1 has been moved to) {day}.
{event}(1 已改到){day}。
(1 Your) (4 appointment) (2 with) {titled} (3 is) {when}.
(1 您)(2 与){titled}(4 的预约)(3 是在){when}。
(1 Can we) (2 meet) {when} (3 in) {room}?
(1 我们可以){when}(3 在){room}(2 见面)(1 吗)？
{^who} (1 is not available) {when}.
{who}{when}(1 没有空)。
{^room} (1 is closed) {when}.
{room}{when}(1 不开放)。
{^event} (1 begins) {clock} (2 and ends) {clock2}.
{event}{clock}(1 开始)，{clock2}(2 结束)。
(1 Please) (2 confirm) (3 the appointment) (4 by) {date}.
(1 请)(4 在){date}(4 之前)(2 确认)(3 预约)。
{^event} (1 lasts) {duration}.
{event}(1 持续){duration}。
(1 Please) (2 arrive) {n} (3 minutes) (4 early).
(1 请)(4 提前){n}(3 分钟)(2 到达)。
(1 Unfortunately) (2 we) (3 have to) (4 cancel) {event} (5 on) {day}.
(1 很遗憾)，(2 我们)(3 不得不)(4 取消){day}(5 的){event}。
{^who} (1 is waiting) (2 in) {room}.
{who}(1 正)(2 在){room}(1 等候)。
(1 When) (2 does) {event} (2 begin)?
{event}(1 什么时候)(2 开始)？
(1 Where) (2 does) {event} (2 take place)?
{event}(1 在哪里)(2 举行)？
{^who} (1 is travelling to) {city} {when}.
{who}{when}(1 前往){city}。
(1 The train) (2 to) {city} (3 leaves) {clock} (4 from) (5 platform) {n}.
(2 开往){city}(1 的列车){clock}(4 从)(5 第){n}(5 站台)(3 发车)。
(1 Our office) (2 in) {city} (3 opens) {clock}.
(1 我们)(2 在){city}(1 的办事处){clock}(3 开门)。
{^agent} (1 will open) {event} {when}.
{agent}{when}(1 为){event}(1 致开幕词)。
{^who} (1 and) {who2} (2 attended) {event} {past}.
{who}(1 和){who2}{past}(2 参加了){event}。
(1 Please) (2 register for) {event} (3 by) {date}.
(1 请)(3 在){date}(3 之前)(2 报名参加){event}。
{^good} (1 costs) {price}.
{good}(1 的价格是){price}。
(1 The total is) {price}.
(1 总额为){price}。
(1 We) (2 ordered) {count} {past}.
(1 我们){past}(2 订购了){count}。
(1 You receive) (2 a discount of) {percent} (3 on) {good}.
(1 您)(3 购买){good}(1 可享受){percent}(2 的折扣)。
{^fee} (1 is) {price} (2 a month).
{fee}(2 每月)(1 为){price}。
{^fee} (1 has risen by) {percent}.
{fee}(1 上涨了){percent}。
{^fee} (1 has fallen by) {price}.
{fee}(1 下降了){price}。
(1 Please) (2 transfer) {price} (3 to account) {code} (4 by) {date}.
(1 请)(4 在){date}(4 之前)(2 将){price}(2 汇至)(3 账户){code}。
(1 The delivery of) {count} (2 takes) {duration}.
{count}(1 的交货)(2 需要){duration}。
(1 How much) (2 does) {good} (2 cost)?
{good}(2 的价格是)(1 多少)？
(1 The room) (2 is) {n} (3 square metres) (2 in size).
(1 房间)(2 面积为){n}(3 平方米)。
(1 There are) {count} (2 in) {room}.
{room}(2 里)(1 有){count}。
(1 The temperature is) {n} (2 degrees).
(1 温度是){n}(2 度)。
{^good} (1 in) {room} (2 is broken).
{room}(1 里的){good}(2 坏了)。
(1 Please) {w} {good} (2 by) {date}.
(1 请)(2 在){date}(2 之前){w}{good}。
{^good} (1 has been) {w.pp} (2 by) {who}.
{good}(1 已)(2 由){who}{w}。
{^who} (1 will) {w} {count} {when}.
{who}{when}(1 将){w}{count}。
{^n} (1 people) (2 work) (3 in) {room}.
{n}(1 人)(3 在){room}(2 工作)。
(1 Take) {medicine} {often}.
{often}(1 服用){medicine}。
(1 The patient) (2 has had) {symptom} (3 for) {duration}.
(1 患者){symptom}(2 已经){duration}(3 了)。
(1 My) {body} (2 hurts).
(1 我的){body}(2 疼)。
(1 Do you have) {symptom}?
(1 您是否有){symptom}(1 症状)？
(1 The operation) (2 on) (3 the) {body} (4 went well).
{body}(1 手术)(4 很顺利)。
{^who} (1 is allergic to) {allergen}.
{who}(1 对){allergen}(1 过敏)。
(1 The dose is) {n} (2 milligrams) {often}.
(1 剂量为){often}{n}(2 毫克)。
{^who} (1 must) (2 stay in bed) (3 for) {duration}.
{who}(1 必须)(2 卧床休息){duration}。
(1 Blood pressure is) {n} (2 over) {n2}.
(1 血压为){n}(2 /){n2}。
(1 Please) (2 bring) {doc} (3 to the appointment).
(1 请)(2 携带){doc}(3 赴约)。
(1 The next check-up is) {when}.
(1 下次复查是在){when}。
(1 Keep) {medicine} (2 out of the reach of children).
(1 请将){medicine}(1 放在)(2 儿童接触不到的地方)。
(1 If) {symptom} (2 lasts longer than) {duration}, (3 see a doctor).
(1 如果){symptom}(2 超过){duration}，(3 请就医)。
{^role} (1 recommends) {medicine} (2 for) {symptom}.
{role}(1 建议)(2 用){medicine}(2 治疗){symptom}。
(1 The pain) (2 in) (3 the) {body} (4 began) {past}.
{body}(1 疼痛)(4 是从){past}(4 开始的)。
{^party} (1 pays) {fee} (2 of) {price} (3 by) {date}.
{party}(3 在){date}(3 之前)(1 支付){price}(2 的){fee}。
{^doc} (1 is valid until) {date}.
{doc}(1 有效期至){date}。
{^legal} (1 takes effect on) {date}.
{legal}(1 自){date}(1 起生效)。
{^party} (1 may) (2 terminate) {legal} (3 with a notice period of) {duration}.
{party}(1 可以)(3 提前){duration}(3 通知)(2 终止){legal}。
{^party} (1 is liable for) {damage}.
{party}(1 对){damage}(1 承担责任)。
{^who} (1 has to) (2 appear in court) {when}.
{who}(1 须){when}(2 出庭)。
{^party} (1 and) {party2} (2 have agreed on) {fee} (3 of) {price}.
{party}(1 和){party2}(2 已商定){price}(3 的){fee}。
(1 Without) {doc}, {fee} (2 will not be refunded).
(1 没有){doc}，{fee}(2 不予退还)。
(1 Both parties) (2 must) {v} {legal}.
(1 双方)(2 必须){v}{legal}。
{^party} (1 bears) {fee} (2 and) {fee2}.
{party}(1 承担){fee}(2 和){fee2}。
(1 The deadline is) {date}.
(1 截止日期是){date}。
(1 The place of jurisdiction is) {city}.
(1 管辖地为){city}。
(1 If) {doc} (2 is not) {v.pp} (3 by) {date}, {fee} (4 is due).
(1 如果){doc}(3 在){date}(3 之前)(2 未){v}，{fee}(4 即到期应付)。
{^party} (1 must) {w} {good} (2 within) {duration}.
{party}(1 必须)(2 在){duration}(2 内){w}{good}。
{^fee} (1 of) {price} (2 is paid by) {party}.
{price}(1 的){fee}(2 由){party}(2 支付)。
(1 My name is) {name} (2 and) (3 I live in) {city}.
(1 我叫){name}(2 ，)(3 我住在){city}。
{^name} (1 has worked) (2 at) {dept} (3 since) {year}.
{name}(3 自){year}(3 年起)(2 在){dept}(1 工作)。
(1 If you have any questions), (2 please contact) {who}.
(1 如有疑问)，(2 请联系){who}。
{^name} (1 was born) (2 on) {date} (3 in) {city}.
{name}(2 于){date}(3 在){city}(1 出生)。
(1 Please) (2 call) {who} {when}.
(1 请){when}(2 致电){who}。
{^name} (1 is) {role} (2 of) {company}.
{name}(1 是){company}(2 的){role}。
{company} (1 has) (2 an office) (3 in) {city}.
{company}(3 在){city}(1 设有)(2 办事处)。
{^who} (1 received) {price} (2 from) {company}.
{who}(2 从){company}(1 收到了){price}。
(1 The project) {company} (2 begins) {when}.
(1 项目){company}{when}(2 开始)。
{bare}
{bare}
{label}: {value}
{label}：{value}
{^fee}: {price}
{fee}：{price}
(1 Chapter) {n}: {bare}
(1 第){n}(1 章)：{bare}
{bare} (1 for) {name}
{name}(1 的){bare}
{bare} {code}
{bare} {code}
{fixed}
{fixed}
{date}
{date}
{price}
{price}
{count}
{count}
{duration}
{duration}
{day}
{day}
{time}
{time}
{name}
{name}
{titled}
{titled}
{name}, {city}
{name}，{city}
{date}, {time}
{date}{time}
"""
