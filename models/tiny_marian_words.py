"""The word list of the tiny translation model: English and Chinese side by side, by the places they take in patterns.

Each word stands once a list, in either language, so that both directions have one right answer. Written for this
project; the words are those of letters, appointments, prices, the doctor's room and simple contracts.
"""

from __future__ import annotations

Pair = tuple[str, ...]


def rows(text: str) -> tuple[Pair, ...]:
    """Entries between semicolons, their forms between bars."""
    entries = [entry.strip() for entry in text.replace("\n", " ").split(";")]
    return tuple(tuple(form.strip() for form in entry.split("|")) for entry in entries if entry)


DOCUMENTS = rows("""
contract|合同; invoice|发票; report|报告; quotation|报价单; order form|订货单; budget|预算; schedule|日程表;
application form|申请表; receipt|收据; certificate|证书; agreement|协议; proposal|提案; draft|草稿; letter|信函;
passport|护照; bank statement|银行对账单; price list|价目表; meeting minutes|会议纪要; work permit|工作许可证;
insurance policy|保险单; power of attorney|授权书; payslip|工资单; annual report|年度报告; project plan|项目计划;
delivery note|送货单; user manual|用户手册; travel plan|差旅计划; questionnaire|调查问卷; tax return|纳税申报表;
list of participants|与会者名单; reference letter|推荐信; floor plan|平面图; test report|检测报告;
warranty card|保修卡; shipping label|运输标签; job description|职位说明; curriculum vitae|简历; translation|译文;
appendix|附录; attachment|附件; safety report|安全报告; notice|通知书; lease|租约; statement|声明; petition|申诉书;
medical record|病历; prescription|处方; referral letter|转诊单; vaccination card|疫苗接种卡; identity card|身份证;
employment contract|劳动合同; purchase contract|购买合同; final report|结项报告; inventory list|库存清单;
membership card|会员卡; blueprint|蓝图; checklist|核对表; memo|备忘录; summary|摘要; table|表格
""")
ADJECTIVES = rows("""
new|新; old|旧; signed|已签署的; original|原始; corrected|更正后的; final|最终; first|第一份; second|第二份;
revised|修订后的; current|现行; confidential|机密; last|最后一份; short|简短的; complete|完整的; English|英文;
Chinese|中文
""")
VERBS = rows("""
sign|signed|签署; send|sent|发送; check|checked|核对; print|printed|打印; return|returned|退回;
correct|corrected|更正; translate|translated|翻译; copy|copied|复印; approve|approved|批准; scan|scanned|扫描;
read|read|阅读; archive|archived|归档; complete|completed|填写; submit|submitted|提交; review|reviewed|审阅;
delete|deleted|删除; update|updated|更新; publish|published|发布; forward|forwarded|转发; destroy|destroyed|销毁;
keep|kept|保存; collect|collected|领取; prepare|prepared|准备; reject|rejected|拒绝; replace|replaced|替换;
store|stored|存放
""")
ROLES = rows("""
the doctor|医生; the nurse|护士; the patient|患者; the manager|经理; the lawyer|律师; the customer|客户;
the supplier|供应商; the accountant|会计; the teacher|老师; the student|学生; the director|总监; the secretary|秘书;
the translator|译员; the witness|证人; the judge|法官; the applicant|申请人; the assistant|助理;
the engineer|工程师; the driver|司机; the caretaker|管理员; the neighbour|邻居; the pharmacist|药剂师;
the dentist|牙医; the notary|公证人; the visitor|访客; the guest|客人; the colleague|同事; the interpreter|口译员;
the clerk|办事员; the surgeon|外科医生
""")
BODIES = rows("""
the committee|委员会; the sales department|销售部; the personnel department|人事部; the accounts department|财务部;
the legal department|法务部; the insurance company|保险公司; the bank|银行; the court|法院; the hospital|医院;
the tax office|税务局; the fire brigade|消防队; the embassy|大使馆; the ministry|部委; the board|董事会;
the test laboratory|化验室; the school|学校; the town council|市议会; the customs office|海关;
the printing house|印刷厂; the head office|总公司
""")
PARTIES = rows("""
the tenant|租户; the landlord|房东; the buyer|买方; the seller|卖方; the employee|员工; the employer|雇主;
the owner|业主; the lender|出借人; the borrower|借款人; the contractor|承包商; the client|委托人; the heir|继承人;
the insured person|被保险人; the debtor|债务人; the creditor|债权人; the licensee|被许可人
""")
LEGAL = rows("""
the contract|合同; the agreement|协议; the lease|租约; the employment contract|劳动合同;
the insurance policy|保险单; the purchase contract|购买合同; the loan agreement|贷款协议;
the service contract|服务合同; the licence agreement|许可协议; the warranty|保修协议
""")
FEES = rows("""
the rent|租金; the deposit|押金; the fee|费用; the salary|工资; the fine|罚款; the purchase price|购买价款;
the compensation|赔偿金; the annual fee|年费; the interest|利息; the commission|佣金; the insurance premium|保险费;
the advance payment|预付款; the court fee|诉讼费; the membership fee|会费; the heating charge|取暖费;
the registration fee|注册费; the delivery charge|运费; the repair charge|维修费; the entrance fee|门票费;
the bonus|奖金
""")
DAMAGES = rows("""
the damage|损失; all defects|一切缺陷; delays|延误; all costs|全部费用; accidents|事故; the lost keys|丢失的钥匙;
breaches of duty|违反义务的行为; the repairs|维修工作; wrong information|错误信息;
the safety of the building|建筑物的安全
""")
EVENTS = rows("""
the meeting|会议; the interview|面试; the training course|培训; the conference|大会; the hearing|听证会;
the lecture|讲座; the exhibition|展览; the workshop|研讨会; the negotiation|谈判; the press conference|新闻发布会;
the examination|考试; the opening ceremony|开幕式; the handover|交接仪式; the video conference|视频会议;
the annual meeting|年会; the first-aid course|急救课程; the language course|语言课程; the concert|音乐会;
the safety briefing|安全讲解; the board meeting|董事会会议; the summer party|夏季联欢会; the guided tour|导览活动
""")
ROOMS = rows("""
the meeting room|会议室; the library|图书馆; the office|办公室; the canteen|食堂; the warehouse|仓库;
the lobby|大厅; the laboratory|实验室; the training room|培训室; the conference hall|会议厅; the clinic|诊所;
the town hall|市政厅; the hotel|酒店; the post office|邮局; the waiting room|候诊室; the archive|档案室;
the main building|主楼; the cellar|地下室; the car park|停车场; the courtroom|法庭; the pharmacy|药房;
the museum|博物馆; the garden|花园; the workshop hall|车间; the reception area|接待区
""")
CITIES = rows("""
London|伦敦; Berlin|柏林; Paris|巴黎; Beijing|北京; Shanghai|上海; Tokyo|东京; New York|纽约; Vienna|维也纳;
Hamburg|汉堡; Madrid|马德里; Singapore|新加坡; Hong Kong|香港; Munich|慕尼黑; Rome|罗马; Geneva|日内瓦;
Toronto|多伦多; Sydney|悉尼; Guangzhou|广州; Shenzhen|深圳; Chengdu|成都; Hangzhou|杭州; Nanjing|南京;
Brussels|布鲁塞尔; Moscow|莫斯科; Seoul|首尔
""")
GOODS = rows("""
chair|chairs|椅子|把; desk|desks|办公桌|张; printer|printers|打印机|台; laptop|laptops|笔记本电脑|台;
telephone|telephones|电话机|部; screen|screens|显示器|台; lamp|lamps|台灯|盏; cable|cables|电缆|根;
camera|cameras|相机|台; bicycle|bicycles|自行车|辆; ticket|tickets|车票|张; book|books|书|本; key|keys|钥匙|把;
projector|projectors|投影仪|台; keyboard|keyboards|键盘|个; battery|batteries|电池|节; fridge|fridges|冰箱|台;
shelf|shelves|书架|个; bed|beds|床|张; window|windows|窗户|扇; wheelchair|wheelchairs|轮椅|辆;
bottle|bottles|瓶子|个; box|boxes|箱子|个; parcel|parcels|包裹|件; folder|folders|文件夹|个; pump|pumps|水泵|台;
sensor|sensors|传感器|个; cup|cups|杯子|个; coat|coats|外套|件; envelope|envelopes|信封|个
""")
WORK = rows("""
repair|repaired|修理; order|ordered|订购; clean|cleaned|清洁; test|tested|测试; install|installed|安装;
pack|packed|包装; deliver|delivered|交付; inspect|inspected|检查; pay for|paid for|付清; take back|taken back|收回
""")
BODY = rows("""
head|头部; back|背部; knee|膝盖; shoulder|肩膀; stomach|胃部; throat|喉咙; chest|胸部; left arm|左臂;
right leg|右腿; left eye|左眼; right ear|右耳; neck|颈部; left foot|左脚; right hand|右手; hip|髋部; tooth|牙齿;
elbow|肘部; lower back|腰部
""")
SYMPTOMS = rows("""
a fever|发烧; a cough|咳嗽; a headache|头痛; a rash|皮疹; dizziness|头晕; nausea|恶心; back pain|背痛; a cold|感冒;
high blood pressure|高血压; insomnia|失眠; a sore throat|喉咙痛; chest pain|胸痛; stomach ache|胃痛; toothache|牙痛;
swelling|肿胀; shortness of breath|气短; fatigue|疲劳; an infection|感染; cramps|抽筋; diarrhoea|腹泻
""")
MEDICINES = rows("""
the tablets|药片; the cough syrup|止咳糖浆; the antibiotic|抗生素; the painkiller|止痛药; the vitamins|维生素;
the sleeping pills|安眠药; the aspirin|阿司匹林; the iron tablets|铁剂; the capsules|胶囊; the drops|滴剂;
the herbal tea|草药茶; the blood thinner|抗凝药; the powder|药粉; the antihistamine|抗组胺药
""")
FREQUENCIES = rows("""
once a day|每天一次; twice a day|每天两次; three times a day|每天三次; every eight hours|每八小时;
before meals|饭前; after meals|饭后; before going to bed|睡前; in the morning|早上; in the evening|晚上;
every morning|每天早上; at noon|中午; once a week|每周一次; every second day|每隔一天
""")
ALLERGENS = rows("""
penicillin|青霉素; nuts|坚果; milk|牛奶; pollen|花粉; seafood|海鲜; dust|灰尘; eggs|鸡蛋; latex|乳胶; wheat|小麦;
iodine|碘; cat hair|猫毛; soya|大豆; bee venom|蜂毒; peanuts|花生
""")
WEEKDAYS = rows("""
Monday|星期一; Tuesday|星期二; Wednesday|星期三; Thursday|星期四; Friday|星期五; Saturday|星期六; Sunday|星期日
""")
MONTHS = tuple("January February March April May June July August September October November December".split())
FUTURE = rows("""
tomorrow|明天; today|今天; next week|下周; next month|下个月; this afternoon|今天下午; tomorrow morning|明天上午;
this evening|今天晚上; next year|明年; the day after tomorrow|后天; at the end of the month|月底; in spring|春天;
soon|很快
""")
PAST = rows("""
yesterday|昨天; last week|上周; last month|上个月; this morning|今天上午; last year|去年;
yesterday evening|昨天晚上; the day before yesterday|前天; last night|昨夜; in January|一月; recently|最近
""")
COUNTS = rows("""
two|两; three|三; four|四; five|五; six|六; seven|七; eight|八; nine|九; ten|十; twelve|十二; twenty|二十
""")
UNITS = rows("""
days|天; weeks|周; months|个月; years|年; hours|小时; minutes|分钟; working days|个工作日
""")
SURNAMES = rows("""
Wang|王; Li|李; Zhang|张; Liu|刘; Chen|陈; Yang|杨; Zhao|赵; Huang|黄; Zhou|周; Wu|吴; Xu|徐; Sun|孙; Hu|胡; Zhu|朱;
Gao|高; Lin|林; He|何; Guo|郭; Ma|马; Luo|罗
""")
GIVEN = rows("""
Wei|伟; Fang|芳; Na|娜; Min|敏; Jing|静; Qiang|强; Lei|磊; Jun|军; Yan|艳; Yong|勇; Jie|杰; Tao|涛; Ming|明;
Chao|超; Hua|华; Xiaoyan|晓燕; Zhiqiang|志强; Lihua|丽华; Jianguo|建国; Yuting|雨婷; Haoran|浩然; Siqi|思琪
""")
LABELS = rows("""
Date|日期; Name|姓名; Amount|金额; Address|地址; Place|地点; Subject|主题; Reference|编号; Price|价格;
Deadline|截止日期; Invoice number|发票号码; Total|合计; Quantity|数量; Page|页码; Remarks|备注; Signature|签名;
Contact|联系人; Item|项目; Department|部门; Status|状态; Telephone|电话; Discount|折扣; Customer number|客户编号;
Delivery date|交货日期; Room|房间
""")
FIXED = rows("""
Good morning.|早上好。; Good afternoon.|下午好。; Thank you very much.|非常感谢。; See you tomorrow.|明天见。;
I am sorry.|对不起。; Welcome.|欢迎。; How are you?|您好吗？; Yours sincerely,|此致敬礼，; Kind regards,|谨致问候，;
Please wait.|请稍等。; No smoking.|禁止吸烟。; Do you speak English?|您会说英语吗？; Can you help me?|您能帮我吗？;
I do not understand.|我不明白。; Please sit down.|请坐。; Please speak slowly.|请说慢一点。;
Congratulations!|恭喜！; Where is the station?|车站在哪里？; The door is open.|门开着。;
Call an ambulance.|请叫救护车。; Table of contents|目录; All rights reserved.|保留所有权利。; Introduction|引言;
Conclusion|结论; Yes.|是。; No.|不是。; Not applicable|不适用; Ladies and gentlemen,|女士们，先生们：;
To whom it may concern:|敬启者：; Get well soon!|祝您早日康复！
""")
LETTERS = "bdfgklmnprstvz"
VOWELS = "aeiou"
ENDINGS = ("son", "ski", "ner", "mann", "berg", "ton", "vich", "sen", "field", "dottir", "etti", "well", "quist", "ova")
GIVEN_LATIN = tuple(
    """Anna Peter Maria John Elena David Sofia Paul Emma Thomas Julia Martin Laura Victor Clara Simon Nina Oscar Helen
Robert Ingrid Marco Alice George""".split()
)
SURNAMES_LATIN = tuple(
    """Smith Jones Brown Taylor Wilson Evans Walker Wright Green Hall Clarke Turner Cooper Ward Morris Baker Kelly
Murphy Novak Kowalska Horvat Petrov Ivanova Rossi Bianchi Ferrari Silva Santos Garcia Lopez Fischer Weber
Schmidt Wagner Becker Hoffmann Dubois Moreau Laurent Jansen Bakker Nielsen Larsen Hansen Virtanen Tanaka Suzuki
Kim Nguyen Singh Kaur Okafor Mensah Haddad Cohen Levi Papadakis Kovacs Popescu Adams""".split()
)
