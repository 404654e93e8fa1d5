"""Words that are no names although they are written large or come often; small lists, written for this program."""

from __future__ import annotations

_ENGLISH = """
a an and are as at be because been but by can could did do does each even every few for from had has have he her
here his how however i if in into is it its just let like many may more most much must my new no none nor not
now of often on once one only or other our out over own per please quite same she should since so some such than
that the their them then there these they this those though through thus to too two under until up upon us use
very was we were what when where whether which while who whom whose why will with within without would yes yet
you your all also am another any both during either else ever never nothing monday tuesday wednesday thursday
friday saturday sunday january february march april june july august september october november december mr mrs
ms dr sir madam dear hello hi thanks thank regards best kind page chapter section part figure table appendix
note notes example see contents index introduction summary conclusion references abstract article paragraph item
items total date name address phone number fig eq first second third fourth fifth next last previous above below
left right north south east west english german french chinese spanish italian today tomorrow yesterday morning
evening ok okay after before about again against between down off well still
"""
_CHINESE = """
我们 你们 他们 她们 它们 自己 大家 什么 怎么 怎样 这样 那样 这个 那个 这些 那些 这里 那里 哪里 一个 一些 一样
一种 一直 一定 一起 一般 可以 可能 能够 应该 需要 必须 已经 正在 将会 如果 因为 所以 但是 而且 或者 以及 并且
虽然 然后 而是 不是 就是 还是 只是 没有 不能 不会 不要 不同 进行 通过 根据 按照 对于 关于 由于 为了 其中 其他
以上 以下 以后 之后 之前 之间 时候 时间 今天 明天 昨天 现在 目前 今年 去年 上午 下午 晚上 非常 比较 主要 重要
问题 情况 方面 工作 使用 要求 规定 有关 相关 部分 内容 方式 方法 提供 包括 具有 作为 成为 表示 认为 知道 看到
得到 开始 结束 发现 发展 提高 增加 减少 影响 作用 结果 原因 中国 公司 人员 单位 管理 系统 数据 信息 服务 项目
计划 合同 协议 条款 双方 甲方 乙方 本合同 第一 第二 第三 第四 第五 年月日 国家 世纪 地区 许多 政府 通常 人口
后来 支持 建立 期间 获得 文化 来自 主义 城市 导致 学校 机构 南部 北部 东部 西部 战争 大多数 例如 直接 世界 理论
独立 生活 仍然 关系 政治 帝国 建设 描述 传统 因此 尽管 特别 社会 经济 历史 技术 研究 学生 教育 组织 活动 环境
条件 过程 形式 结构 能力 水平 标准 产品 市场 企业 生产 质量 安全 责任 权利 义务 费用 价格 支付 日期 地址 电话
姓名 名称 说明 注意 完成 实现 提出 采取 加强 改变 保持 继续 参加 参与 成立 设立 位于 达到 超过 最大 最小 最高
最后 首先 其次 此外 同时 当时 以来 之一 部门 领导 会议 报告 文件 申请 审批 办理 客户 用户 员工 团队 负责 处理
解决 分析 设计 测试 开发 运行 功能 版本 程序 国际 全国 人民 民族 宗教 法律 法院 议会 选举 总统 皇帝 军队 军事
战斗 土地 农业 工业 商业 交通 科学 医院 医生 药物 疾病 治疗 身体 孩子 父母 家庭 朋友 先生 女士 老师 同学 大学
学院 中心 公里 平方 大约 左右 至少 几乎 完全 真正 迅速 逐渐 常常 往往 尤其 甚至 自然 动物 植物 细胞 物质 能量
温度 压力 速度 数量 面积 长度 时期 时代 年代 早期 晚期 初期 最终 曾经 随着 除了 关键 基本 基础 普遍 广泛 单独
共同 成功 失败 允许 禁止 选择 决定 希望 相信 反对 同意 接受 拒绝 离开 到达 出现 存在 产生 形成 引起 造成 属于
称为 大量 大部分 部分地区 另一 某些 任何 所有 全部 整个 各种 多种 两种 语言 文学 艺术 音乐 电影 电视 节目 新闻
媒体 网络 计算 计算机
"""
_EDGES = """
的了是在和与及或也就都而对不我你他她它们这那有为以于上下中个之其从到把被让向给等着过会能要将年月日时分元第各每该本
一二三四五六七八九十几多些种次名家者来去并但已由此后前内外间里当又很更最可如若因所
"""

ENGLISH_COMMON = frozenset(_ENGLISH.split())
CHINESE_COMMON = frozenset(_CHINESE.split())
CHINESE_EDGES = frozenset(_EDGES)
"""Characters that begin or end no name: what they touch is grammar, a number or a date."""
