<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>Alcove {0}, MIT licence</source>
        <translation>Alcove {0}，MIT 许可</translation>
    </message>
    <message>
        <source>A private assistant that never sends a word away.</source>
        <translation>私人助手，一个字也不会送出这台电脑。</translation>
    </message>
</context>
<context>
    <name>ActivityStrip</name>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>offline · sealed</source>
        <translation>离线 · 已封闭</translation>
    </message>
    <message>
        <source>offline · not sealed</source>
        <translation>离线 · 未封闭</translation>
    </message>
    <message>
        <source>Show the proof that nothing leaves this computer</source>
        <translation>查看“没有任何内容离开这台电脑”的证明</translation>
    </message>
    <message>
        <source>Work in progress</source>
        <translation>正在进行的工作</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
</context>
<context>
    <name>Ask</name>
    <message>
        <source>Reading the best passages…</source>
        <translation>正在读最相关的段落…</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在写…</translation>
    </message>
    <message>
        <source>Searching your documents…</source>
        <translation>正在查找您的文档…</translation>
    </message>
    <message>
        <source>Check this: the passage it cites does not hold {missing}.</source>
        <translation>请核对：所引段落中没有 {missing}。</translation>
    </message>
    <message>
        <source>Check this: the passage is in another language, so the words could not be compared.</source>
        <translation>请核对：段落是另一种语言，无法逐词比对。</translation>
    </message>
    <message>
        <source>Check this: it cites a passage that does not exist.</source>
        <translation>请核对：它引用的段落并不存在。</translation>
    </message>
    <message>
        <source>Check this: most of it is not in the passage it cites ({missing}).</source>
        <translation>请核对：其中大部分内容不在所引段落中（{missing}）。</translation>
    </message>
    <message>
        <source>Word for word from your documents.</source>
        <translation>以下是文档原文，一字未改。</translation>
    </message>
    <message>
        <source>Word for word from your documents. Without a language model, Alcove quotes and writes nothing itself.</source>
        <translation>以下是文档原文，一字未改。没有语言模型时，Alcove 只摘录，不另行撰写。</translation>
    </message>
    <message>
        <source>Not found in your documents. These passages come nearest:</source>
        <translation>您的文档中没有找到。最接近的段落是：</translation>
    </message>
    <message>
        <source>Not found in your documents.</source>
        <translation>您的文档中没有找到。</translation>
    </message>
    <message>
        <source>Searched by words alone: no embedding model is installed.</source>
        <translation>仅按字词查找：没有安装向量模型。</translation>
    </message>
    <message>
        <source>Searched by words alone: the embedding model does not know the language of the question.</source>
        <translation>仅按字词查找：向量模型不懂这个问题的语言。</translation>
    </message>
    <message>
        <source>Searched by words alone: the embedding model did not work.</source>
        <translation>仅按字词查找：向量模型没有正常工作。</translation>
    </message>
    <message>
        <source>Searched by words alone: the search index is being rebuilt for another embedding model.</source>
        <translation>仅按字词搜索：正在为另一个嵌入模型重建搜索索引。</translation>
    </message>
    <message>
        <source>{name}, {place}</source>
        <translation>{name}，{place}</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{count} tokens/s on {device}</source>
        <translation>{device}，每秒 {count} 个词元</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>From documents in another language: translated here, with their own words under the translation.</source>
        <translation>来自另一种语言的文档：这里是译文，原文在译文下方。</translation>
    </message>
</context>
<context>
    <name>AskPage</name>
    <message>
        <source>Write a question first.</source>
        <translation>请先写下问题。</translation>
    </message>
    <message>
        <source>The address is copied; Alcove opens no web page.</source>
        <translation>地址已复制；Alcove 不打开网页。</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
    <message>
        <source>Show earlier questions ({count})</source>
        <translation>显示更早的问题（{count}）</translation>
    </message>
    <message>
        <source>New question</source>
        <translation>新问题</translation>
    </message>
    <message>
        <source>Start a new conversation (Ctrl+N)</source>
        <translation>开始新的对话（Ctrl+N）</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Earlier conversations</source>
        <translation>以前的对话</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
</context>
<context>
    <name>Assembly</name>
    <message>
        <source>Add files to the library</source>
        <translation>把文件加入文库</translation>
    </message>
    <message>
        <source>Add a folder to the library</source>
        <translation>把文件夹加入文库</translation>
    </message>
</context>
<context>
    <name>BackCheck</name>
    <message>
        <source>Translated back, this says</source>
        <translation>译回来的意思是</translation>
    </message>
    <message>
        <source>The translation, translated back</source>
        <translation>译回原语言的译文</translation>
    </message>
    <message>
        <source>Close the check</source>
        <translation>关闭回译检查</translation>
    </message>
    <message>
        <source>Translating back…</source>
        <translation>正在译回…</translation>
    </message>
    <message numerus="yes">
        <source>Translated back, this says; %n sentence(s) lost something</source>
        <translation>
            <numerusform>译回来的意思是（%n 句有缺失）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BringCard</name>
    <message>
        <source>Models from a folder, a stick or another program: drop the folder here, or choose it. Alcove looks at the files before anything opens them.</source>
        <translation>模型可以来自文件夹、U 盘或其他程序：把文件夹拖到这里，或选择它。Alcove 会先检查文件，之后才打开。</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Look on this computer</source>
        <translation>在这台电脑上查找</translation>
    </message>
    <message>
        <source>Copy to a stick…</source>
        <translation>复制到 U 盘…</translation>
    </message>
    <message>
        <source>Looking into the folder…</source>
        <translation>正在查看文件夹…</translation>
    </message>
    <message>
        <source>Looking where other programs keep their models…</source>
        <translation>正在查看其他程序存放模型的位置…</translation>
    </message>
    <message>
        <source>Nothing was found where other programs keep their models.</source>
        <translation>在其他程序存放模型的位置没有找到模型。</translation>
    </message>
</context>
<context>
    <name>BringController</name>
    <message>
        <source>{0} is here and whole.</source>
        <translation>{0} 已安装，文件完整。</translation>
    </message>
    <message>
        <source>Written to {0}</source>
        <translation>已写入 {0}</translation>
    </message>
    <message>
        <source>On the other computer, drop this folder on the Models page.</source>
        <translation>在另一台电脑上，把这个文件夹拖到“模型”页。</translation>
    </message>
</context>
<context>
    <name>CLI</name>
    <message>
        <source>A private assistant that lives on your own computer and never sends a word away.</source>
        <translation>住在您自己电脑上的私人助手，一个字也不会送出去。</translation>
    </message>
    <message>
        <source>Without a command, the window opens; paths after it are added to the library.</source>
        <translation>不带命令时打开窗口；后面的路径会加入文库。</translation>
    </message>
    <message>
        <source>open the window</source>
        <translation>打开窗口</translation>
    </message>
    <message>
        <source>files or folders to add</source>
        <translation>要加入的文件或文件夹</translation>
    </message>
    <message>
        <source>print one JSON object a line</source>
        <translation>每行输出一个 JSON 对象</translation>
    </message>
    <message>
        <source>add files and folders to the library</source>
        <translation>把文件和文件夹加入文库</translation>
    </message>
    <message>
        <source>files or folders</source>
        <translation>文件或文件夹</translation>
    </message>
    <message>
        <source>put them into this collection, made if needed</source>
        <translation>放入这个文集，没有就新建</translation>
    </message>
    <message>
        <source>go on with what an earlier run left unfinished</source>
        <translation>继续上次没有完成的部分</translation>
    </message>
    <message>
        <source>find passages</source>
        <translation>查找段落</translation>
    </message>
    <message>
        <source>words or a question</source>
        <translation>字词或问题</translation>
    </message>
    <message>
        <source>how many passages (10)</source>
        <translation>几个段落（10）</translation>
    </message>
    <message>
        <source>read one query a line from the standard input</source>
        <translation>从标准输入每行读取一个查询</translation>
    </message>
    <message>
        <source>ask a question, get an answer with its sources</source>
        <translation>提问，得到带来源的回答</translation>
    </message>
    <message>
        <source>the question, in your own words</source>
        <translation>问题，用您自己的话</translation>
    </message>
    <message>
        <source>let a model that can think do so before it answers</source>
        <translation>让能思考的模型先思考再回答</translation>
    </message>
    <message>
        <source>print what the model thinks before it answers</source>
        <translation>显示模型回答前的思考内容</translation>
    </message>
    <message>
        <source>go on with the last conversation, so that &apos;and how much?&apos; is understood</source>
        <translation>接着上一次对话提问，这样“那要多少钱？”也能听懂</translation>
    </message>
    <message>
        <source>list the documents</source>
        <translation>列出文档</translation>
    </message>
    <message>
        <source>only names with these words</source>
        <translation>只列名称含这些字词的</translation>
    </message>
    <message>
        <source>only this collection</source>
        <translation>只限这个文集</translation>
    </message>
    <message>
        <source>only in this state</source>
        <translation>只限这种状态</translation>
    </message>
    <message>
        <source>take documents out of the library; the files stay</source>
        <translation>把文档移出文库；文件保留</translation>
    </message>
    <message>
        <source>a number of `alcove library`, or a path</source>
        <translation>`alcove library` 中的编号，或路径</translation>
    </message>
    <message>
        <source>show what is installed and whether it is well</source>
        <translation>显示安装了什么、是否正常</translation>
    </message>
    <message>
        <source>read every page of the store</source>
        <translation>检查库文件的每一页</translation>
    </message>
    <message>
        <source>get, check and choose models</source>
        <translation>获取、检查和选择模型</translation>
    </message>
    <message>
        <source>what to measure</source>
        <translation>测量什么</translation>
    </message>
    <message>
        <source>the model in this folder instead of the default</source>
        <translation>用这个文件夹里的模型，而不是默认模型</translation>
    </message>
    <message>
        <source>short: less exact</source>
        <translation>快速测量，不太精确</translation>
    </message>
    <message>
        <source>compare with other engines; for developers</source>
        <translation>与其他引擎比较（供开发者使用）</translation>
    </message>
    <message>
        <source>only in this collection</source>
        <translation>只在这个文集中</translation>
    </message>
    <message>
        <source>only in documents of this type; may be given more than once</source>
        <translation>只在这类文档中；可以给出多次</translation>
    </message>
    <message>
        <source>only files changed on or after YYYY-MM-DD</source>
        <translation>只限在 YYYY-MM-DD 当天或之后改动的文件</translation>
    </message>
    <message>
        <source>only files changed before YYYY-MM-DD</source>
        <translation>只限在 YYYY-MM-DD 之前改动的文件</translation>
    </message>
    <message>
        <source>Name at least one file or folder: alcove add PATH…</source>
        <translation>请至少给出一个文件或文件夹：alcove add PATH…</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>没有变化</translation>
    </message>
    <message>
        <source>passages: {0}</source>
        <translation>段落：{0}</translation>
    </message>
    <message>
        <source>Indexed: {0} · unchanged: {1} · refused: {2} · {3} s</source>
        <translation>已读入：{0} · 没有变化：{1} · 未能读取：{2} · {3} 秒</translation>
    </message>
    <message>
        <source>No embedding model could be used: these documents are found by their words only.</source>
        <translation>没有可用的向量模型：这些文档只能按字词找到。</translation>
    </message>
    <message>
        <source>Files that an earlier run left unfinished: {0}. Go on with: alcove add --resume</source>
        <translation>上次没有完成的文件：{0} 个。继续请用：alcove add --resume</translation>
    </message>
    <message>
        <source>The graphics card failed; the processor begins the answer anew.</source>
        <translation>显卡出了问题；处理器重新开始写这个回答。</translation>
    </message>
    <message>
        <source>Thinking:</source>
        <translation>思考：</translation>
    </message>
    <message>
        <source>{model}: {count} tokens/s on {device}</source>
        <translation>{model}：{device}，每秒 {count} 个词元</translation>
    </message>
    <message>
        <source>Earlier questions left out because the model has no room for them: {count}.</source>
        <translation>因模型容量有限而未用到的先前问题：{count} 个。</translation>
    </message>
    <message>
        <source>Passages left out because the model has no room for them: {count}.</source>
        <translation>因模型容量有限而未用到的段落：{count} 个。</translation>
    </message>
    <message>
        <source>Not found in your documents.</source>
        <translation>您的文档中没有找到。</translation>
    </message>
    <message>
        <source>Stopped. What was written is kept.</source>
        <translation>已停止。已写出的内容已保留。</translation>
    </message>
    <message>
        <source>The model began to repeat itself and was stopped.</source>
        <translation>模型开始重复自己的话，已被停止。</translation>
    </message>
    <message>
        <source>The model stopped before the answer was complete.</source>
        <translation>模型在回答完成之前就停下了。</translation>
    </message>
    <message>
        <source>These are quotes, word for word: no language model is ready.</source>
        <translation>以下是逐字引用：没有可用的语言模型。</translation>
    </message>
    <message>
        <source>These are quotes, word for word: the language model wrote nothing.</source>
        <translation>以下是原文摘录：语言模型没有写出任何内容。</translation>
    </message>
    <message>
        <source>The nearest passages:</source>
        <translation>最接近的段落：</translation>
    </message>
    <message>
        <source>The passage does not bear this sentence out.</source>
        <translation>该段落不能支持这句话。</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>runs only while a download runs; it may speak to {0}</source>
        <translation>只在下载期间运行；它可以连接 {0}</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>No language model: answers are quotes from your documents.</source>
        <translation>没有语言模型：回答是文档原文的摘录。</translation>
    </message>
    <message>
        <source>No embedding model: documents are found by their words only.</source>
        <translation>没有向量模型：只能按字词找到文档。</translation>
    </message>
    <message>
        <source>Damaged model: {0}</source>
        <translation>模型损坏：{0}</translation>
    </message>
    <message>
        <source>{0}: {1}, reckoned {2}</source>
        <translation>{0}：{1}，估算 {2}</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>文库</translation>
    </message>
    <message>
        <source>passages: {0} · keyword rows: {1} · vectors: {2}</source>
        <translation>段落：{0} · 字词索引：{1} · 向量：{2}</translation>
    </message>
    <message>
        <source>All parts agree.</source>
        <translation>各部分一致。</translation>
    </message>
    <message>
        <source>does not start ({0})</source>
        <translation>不能启动（{0}）</translation>
    </message>
    <message>
        <source>sealed</source>
        <translation>已封闭</translation>
    </message>
    <message>
        <source>not sealed</source>
        <translation>未封闭</translation>
    </message>
    <message>
        <source>Say what to find: alcove find QUERY</source>
        <translation>请说明要找什么：alcove find QUERY</translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation>没有找到。</translation>
    </message>
    <message>
        <source>Found by words alone: the model that the search index was made with is gone.</source>
        <translation>只按字词找到：制作搜索索引的模型已经不在了。</translation>
    </message>
    <message>
        <source>To rebuild it: alcove models use {0}</source>
        <translation>要重建索引：alcove models use {0}</translation>
    </message>
    <message>
        <source>Found by words alone.</source>
        <translation>仅按字词找到。</translation>
    </message>
    <message>
        <source>Forgotten: {0}</source>
        <translation>已移出：{0}</translation>
    </message>
    <message>
        <source>Not in the library: {0}. See `alcove library`.</source>
        <translation>不在文库中：{0}。请看 `alcove library`。</translation>
    </message>
    <message>
        <source>Indexed: {0} · refused: {1} · waiting: {2}</source>
        <translation>已读入：{0} · 未能读取：{1} · 等待：{2}</translation>
    </message>
    <message>
        <source>pages: {0}</source>
        <translation>页数：{0}</translation>
    </message>
    <message>
        <source>without text: {0}</source>
        <translation>没有文字：{0}</translation>
    </message>
    <message>
        <source>There is no screen here for the window. The command line does the same: alcove --help</source>
        <translation>这里没有可以显示窗口的屏幕。命令行能做同样的事：alcove --help</translation>
    </message>
    <message>
        <source>Stopped. What was reported is kept.</source>
        <translation>已停止。已报告的内容都保留。</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>正在测量</translation>
    </message>
    <message>
        <source>The comparison runs from the source folder. Prepare it first: python packaging/prepare_peers.py {0}</source>
        <translation>比较须在源代码文件夹中运行。请先准备：python packaging/prepare_peers.py {0}</translation>
    </message>
    <message>
        <source>runs on</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>载入</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>阅读</translation>
    </message>
    <message>
        <source>{0} tokens a second</source>
        <translation>每秒 {0} 个词元</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>follow-up</source>
        <translation>追问</translation>
    </message>
    <message>
        <source>first word after {0} s instead of {1} s, {2} tokens remembered</source>
        <translation>{0} 秒后出现第一个词，而不是 {1} 秒；记住了 {2} 个词元</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>95 of 100 within {0} s</source>
        <translation>100 次中有 95 次在 {0} 秒内</translation>
    </message>
    <message>
        <source>{0} MB, reckoned: {1} MB</source>
        <translation>{0} MB，估算：{1} MB</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Models take {0} of the disk.</source>
        <translation>模型占用磁盘 {0}。</translation>
    </message>
    <message>
        <source>to get, {0}</source>
        <translation>待下载，{0}</translation>
    </message>
    <message>
        <source>No model suits this computer. Searching by words and quotes work without one.</source>
        <translation>没有适合这台电脑的模型。没有模型也可以按字词查找并引用原文。</translation>
    </message>
    <message>
        <source>A model that writes answers needs a larger computer; questions are answered with quotes from your documents.</source>
        <translation>能写回答的模型需要更好的电脑；在这台电脑上，会用您文档中的原文来回答问题。</translation>
    </message>
    <message>
        <source>Get them all: alcove models get --recommended</source>
        <translation>全部下载：alcove models get --recommended</translation>
    </message>
    <message>
        <source>size not known yet</source>
        <translation>大小尚未知道</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>for a later version of Alcove: nothing uses these models yet</source>
        <translation>供以后的版本使用：目前还用不上这些模型</translation>
    </message>
    <message>
        <source>Not listed: {0} for a graphics card, since none was found. Show them: --all</source>
        <translation>未列出：{0} 个显卡专用的模型，因为没有找到显卡。要列出请用 --all</translation>
    </message>
    <message>
        <source>Not listed, since nothing in this version uses them yet: {0}. Show them: --all</source>
        <translation>未列出，因为这个版本还用不上：{0}。要列出请用 --all</translation>
    </message>
    <message>
        <source>★ suits this computer.</source>
        <translation>★ 适合这台电脑。</translation>
    </message>
    <message>
        <source>~ as its publisher says; ? shows when the download begins.</source>
        <translation>~ 为发布者所说的大小；? 开始下载时才知道。</translation>
    </message>
    <message>
        <source>Download one: alcove models get NAME</source>
        <translation>下载：alcove models get 名称</translation>
    </message>
    <message>
        <source>All recommended models are here.</source>
        <translation>推荐的模型都已安装。</translation>
    </message>
    <message>
        <source>Name a model of `alcove models list`, or say --recommended.</source>
        <translation>请写出 `alcove models list` 中的模型名称，或使用 --recommended。</translation>
    </message>
    <message>
        <source>This system has no seal for other programs: the tools were trusted to stay offline.</source>
        <translation>这个系统无法封锁其他程序的网络：转换工具是否离线只能靠信任。</translation>
    </message>
    <message>
        <source>{0} is here and whole.</source>
        <translation>{0} 已安装，文件完整。</translation>
    </message>
    <message>
        <source>takes up to {0} of memory ({1} free) and {2} on the disk ({3} free)</source>
        <translation>最多需要 {0} 内存（空闲 {1}）和 {2} 磁盘空间（空闲 {3}）</translation>
    </message>
    <message>
        <source>{0} is here already.</source>
        <translation>{0} 已经在这里了。</translation>
    </message>
    <message>
        <source>Nothing in this version of Alcove uses this model yet. Ctrl-C stops.</source>
        <translation>这个版本的 Alcove 还用不上这个模型。按 Ctrl-C 可以停止。</translation>
    </message>
    <message>
        <source>Paused. The same command goes on from here: alcove models get {0}</source>
        <translation>已暂停。同样的命令会从这里继续：alcove models get {0}</translation>
    </message>
    <message>
        <source>{0}: hash as told by {1}: {2}</source>
        <translation>{0}：{1} 给出的校验值：{2}</translation>
    </message>
    <message>
        <source>What {0} sent for {1} was wrong and is thrown away.</source>
        <translation>{0} 发来的 {1} 有误，已丢弃。</translation>
    </message>
    <message>
        <source>Written to {0}: {1}, {2}</source>
        <translation>已写入 {0}：{1}，{2}</translation>
    </message>
    <message>
        <source>On the other computer: alcove models import FOLDER</source>
        <translation>在另一台电脑上：alcove models import 文件夹</translation>
    </message>
    <message>
        <source>{0} is used from now on.</source>
        <translation>从现在起使用 {0}。</translation>
    </message>
    <message>
        <source>{0} is removed; {1} are free again.</source>
        <translation>已删除 {0}；腾出 {1}。</translation>
    </message>
    <message>
        <source>Name a folder with a model, or say --found.</source>
        <translation>请写出模型所在的文件夹，或使用 --found。</translation>
    </message>
    <message>
        <source>Take one in: alcove models import FOLDER</source>
        <translation>导入其中一个：alcove models import 文件夹</translation>
    </message>
    <message>
        <source>No models of other programs were found.</source>
        <translation>没有找到其他程序的模型。</translation>
    </message>
    <message>
        <source>licence not stated</source>
        <translation>未注明许可证</translation>
    </message>
    <message>
        <source>Variants in this folder (choose one by --variant): {0}</source>
        <translation>此文件夹中的版本（用 --variant 选择）：{0}</translation>
    </message>
    <message>
        <source>Nothing in this version of Alcove uses it yet.</source>
        <translation>这个版本的 Alcove 还用不上它。</translation>
    </message>
    <message>
        <source>list the models that are known and those that are here</source>
        <translation>列出已知的模型和已安装的模型</translation>
    </message>
    <message>
        <source>only of this kind</source>
        <translation>只看这一类</translation>
    </message>
    <message>
        <source>only those that are here</source>
        <translation>只看已安装的</translation>
    </message>
    <message>
        <source>also those that nothing here can use yet</source>
        <translation>也列出这里还用不上的模型</translation>
    </message>
    <message>
        <source>name the models that suit this computer</source>
        <translation>列出适合这台电脑的模型</translation>
    </message>
    <message>
        <source>download models; the same command goes on after a stop</source>
        <translation>下载模型；中断后用同样的命令继续</translation>
    </message>
    <message>
        <source>those that suit this computer</source>
        <translation>适合这台电脑的那些</translation>
    </message>
    <message>
        <source>take models in from folders or a stick</source>
        <translation>从文件夹或 U 盘导入模型</translation>
    </message>
    <message>
        <source>folders with models</source>
        <translation>含有模型的文件夹</translation>
    </message>
    <message>
        <source>use the files where they are</source>
        <translation>直接使用原处的文件</translation>
    </message>
    <message>
        <source>only say what they are</source>
        <translation>只说明它们是什么</translation>
    </message>
    <message>
        <source>of several graphs in the folder, this one</source>
        <translation>文件夹中有多个模型文件时，用这一个</translation>
    </message>
    <message>
        <source>list models that other programs keep on this computer</source>
        <translation>列出这台电脑上其他程序保存的模型</translation>
    </message>
    <message>
        <source>write models to a folder or a stick</source>
        <translation>把模型写到文件夹或 U 盘</translation>
    </message>
    <message>
        <source>where to write them</source>
        <translation>写到哪里</translation>
    </message>
    <message>
        <source>read models again and compare every byte</source>
        <translation>重新读取模型并逐字节核对</translation>
    </message>
    <message>
        <source>load models and measure them</source>
        <translation>载入模型并测速</translation>
    </message>
    <message>
        <source>delete models</source>
        <translation>删除模型</translation>
    </message>
    <message>
        <source>use this model for its work from now on</source>
        <translation>从现在起用这个模型做它的工作</translation>
    </message>
    <message>
        <source>a name of `alcove models list`</source>
        <translation>`alcove models list` 中的名称</translation>
    </message>
    <message>
        <source>make a model of a checkpoint folder (safetensors)</source>
        <translation>把检查点文件夹（safetensors）转换成模型</translation>
    </message>
    <message>
        <source>the folder with config.json</source>
        <translation>含有 config.json 的文件夹</translation>
    </message>
    <message>
        <source>the size of its numbers; int4 for chat models, else int8, if you do not say</source>
        <translation>数值的位数；不指定时对话模型用 int4，其他用 int8</translation>
    </message>
    <message>
        <source>what it is to be called</source>
        <translation>模型的名称</translation>
    </message>
    <message>
        <source>only say what it is and what it takes</source>
        <translation>只说明它是什么、需要多少资源</translation>
    </message>
    <message>
        <source>with little memory too, and even if it differs from the original</source>
        <translation>内存不足或与原始模型有差别时也照样进行</translation>
    </message>
    <message>
        <source>Searches go on as before. The same command goes on from here: alcove models use {0}</source>
        <translation>搜索照常进行。用同一命令可从这里继续：alcove models use {0}</translation>
    </message>
    <message>
        <source>Searches use {0} now. Passages: {1}, {2} s</source>
        <translation>搜索现在使用 {0}。段落：{1}，{2} 秒</translation>
    </message>
    <message>
        <source>Passages that the model could not read, found by their words only: {0}</source>
        <translation>模型读不了、只能按字词找到的段落：{0}</translation>
    </message>
    <message>
        <source>Another running Alcove rebuilds the search index with {0}</source>
        <translation>另一个正在运行的 Alcove 正在用 {0} 重建搜索索引</translation>
    </message>
    <message>
        <source>Rebuilding the search index with {0}</source>
        <translation>正在用 {0} 重建搜索索引</translation>
    </message>
    <message>
        <source>Searches go on with {0}. To change to {1}: alcove models use {2}</source>
        <translation>搜索继续使用 {0}。要换成 {1}：alcove models use {2}</translation>
    </message>
    <message>
        <source>The graphics card failed with it; from now on it runs on the processor.</source>
        <translation>显卡运行它时出错；今后它在处理器上运行。</translation>
    </message>
    <message>
        <source>Trying {0}</source>
        <translation>正在试用 {0}</translation>
    </message>
    <message>
        <source>loaded in {0} s</source>
        <translation>{0} 秒加载完成</translation>
    </message>
    <message>
        <source>reads {0} tokens/s</source>
        <translation>每秒读入 {0} 个词元</translation>
    </message>
    <message>
        <source>memory {0}, reckoned {1}</source>
        <translation>内存 {0}，估算 {1}</translation>
    </message>
    <message>
        <source>your own terms for translations</source>
        <translation>您自己的翻译术语</translation>
    </message>
    <message>
        <source>what was translated before, for translations</source>
        <translation>以前翻译过的内容，供翻译使用</translation>
    </message>
    <message>
        <source>Written: {count} terms.</source>
        <translation>已写入 {count} 个术语。</translation>
    </message>
    <message>
        <source>(stays)</source>
        <translation>（不翻译）</translation>
    </message>
    <message>
        <source>Read: {entries}. New or changed: {changed}. Left out: {left_out}.</source>
        <translation>读取：{entries}。新增或更改：{changed}。略过：{left_out}。</translation>
    </message>
    <message>
        <source>{term} has several translations in the glossary; the first counts: {all}</source>
        <translation>术语表中 {term} 有多个译法，以第一个为准：{all}</translation>
    </message>
    <message>
        <source>Written: {count} sentences.</source>
        <translation>已写入 {count} 个句子。</translation>
    </message>
    <message>
        <source>Say what and into which language: alcove translate --to zh TEXT</source>
        <translation>请说明翻译什么、译成哪种语言：alcove translate --to zh 文本</translation>
    </message>
    <message>
        <source>{source} → {target}, {engine}</source>
        <translation>{source} → {target}，{engine}</translation>
    </message>
    <message>
        <source>reading {name}</source>
        <translation>正在读取 {name}</translation>
    </message>
    <message>
        <source>translating {name}</source>
        <translation>正在翻译 {name}</translation>
    </message>
    <message>
        <source>writing {name}</source>
        <translation>正在写入 {name}</translation>
    </message>
    <message>
        <source>Segments that want a look: {count} of {all}.</source>
        <translation>需要查看的句段：{all} 个中有 {count} 个。</translation>
    </message>
    <message>
        <source>translate text and documents; documents keep their format</source>
        <translation>翻译文本和文档；文档保持格式</translation>
    </message>
    <message>
        <source>a text, the path of a document, or - for the standard input</source>
        <translation>一段文本、一个文档的路径，或用 - 表示标准输入</translation>
    </message>
    <message>
        <source>into this language: en, zh, de …</source>
        <translation>译成这种语言：en、zh、de……</translation>
    </message>
    <message>
        <source>with this model instead of the best one</source>
        <translation>使用这个模型，而不是最好的那个</translation>
    </message>
    <message>
        <source>with the terms of this CSV or TBX file; may be given more than once</source>
        <translation>使用这个 CSV 或 TBX 文件中的术语；可多次给出</translation>
    </message>
    <message>
        <source>with the terms that are kept for this collection</source>
        <translation>使用为这个文档集保存的术语</translation>
    </message>
    <message>
        <source>the original, and the translation below it</source>
        <translation>原文，译文在其下方</translation>
    </message>
    <message>
        <source>the original, and the translation beside it</source>
        <translation>原文，译文在其旁边</translation>
    </message>
    <message>
        <source>of a CSV file only this column, counted from 1; may be given more than once</source>
        <translation>CSV 文件只翻译这一列，从 1 数起；可多次给出</translation>
    </message>
    <message>
        <source>write the translated document to this new file</source>
        <translation>把译好的文档写入这个新文件</translation>
    </message>
    <message>
        <source>go on with documents that an earlier run left</source>
        <translation>继续先前未完成的文档</translation>
    </message>
    <message>
        <source>without what was translated before</source>
        <translation>不使用以前翻译过的内容</translation>
    </message>
    <message>
        <source>keep the terms of a CSV or TBX file</source>
        <translation>保存一个 CSV 或 TBX 文件中的术语</translation>
    </message>
    <message>
        <source>into this language</source>
        <translation>译成这种语言</translation>
    </message>
    <message>
        <source>list the terms that are kept</source>
        <translation>列出已保存的术语</translation>
    </message>
    <message>
        <source>write the terms to a CSV or TBX file</source>
        <translation>把术语写入 CSV 或 TBX 文件</translation>
    </message>
    <message>
        <source>only for this collection&apos;s documents</source>
        <translation>只用于这个文档集的文档</translation>
    </message>
    <message>
        <source>learn the translations of a TMX file</source>
        <translation>学习一个 TMX 文件中的译文</translation>
    </message>
    <message>
        <source>write all that was learnt to a TMX file</source>
        <translation>把学到的全部内容写入 TMX 文件</translation>
    </message>
    <message>
        <source>say how much is remembered</source>
        <translation>说明记住了多少</translation>
    </message>
    <message>
        <source>from this language; found out where it is not given</source>
        <translation>从这种语言翻译；不给出时自动识别</translation>
    </message>
    <message>
        <source>These are quotes, translated; the documents&apos; own words stand below.</source>
        <translation>以下是引文的译文；文档的原文在下方。</translation>
    </message>
    <message>
        <source>from this language</source>
        <translation>从这种语言翻译</translation>
    </message>
    <message>
        <source>{0} segments a second (at least {1} wanted)</source>
        <translation>每秒 {0} 个句段（目标至少 {1}）</translation>
    </message>
    <message>
        <source>No translation model is installed for these languages: only the memory.</source>
        <translation>没有安装适合这两种语言的翻译模型：只测量记忆库。</translation>
    </message>
    <message>
        <source>{0} × the bare engine for {1} segments (at most {2} wanted)</source>
        <translation>是裸引擎的 {0} 倍，共 {1} 个句段（目标至多 {2}）</translation>
    </message>
    <message>
        <source>{0} s beside the engine&apos;s own {1} s (at most {2} wanted)</source>
        <translation>引擎自身 {1} 秒之外另需 {0} 秒（目标至多 {2}）</translation>
    </message>
    <message>
        <source>pipeline</source>
        <translation>流程</translation>
    </message>
    <message>
        <source>first line</source>
        <translation>第一行</translation>
    </message>
    <message>
        <source>write recordings down as text with times</source>
        <translation>把录音写成带时间的文字</translation>
    </message>
    <message>
        <source>Several recordings in this format go into files: name a folder with --out.</source>
        <translation>多段录音用这种格式要写成文件：请用 --out 指定文件夹。</translation>
    </message>
    <message>
        <source>{0}: going on at {1}, where it was stopped.</source>
        <translation>{0}：从上次停下的 {1} 处继续。</translation>
    </message>
    <message>
        <source>{0} was recorded too loud: words may be wrong for it.</source>
        <translation>{0} 录得太响：可能有词写错。</translation>
    </message>
    <message>
        <source>recordings: sound or film</source>
        <translation>录音：声音或影片</translation>
    </message>
    <message>
        <source>plain text, subtitles (srt, vtt), JSON or Markdown (txt)</source>
        <translation>纯文本、字幕（srt、vtt）、JSON 或 Markdown（txt）</translation>
    </message>
    <message>
        <source>write one file a recording into this folder</source>
        <translation>每段录音写一个文件到这个文件夹</translation>
    </message>
    <message>
        <source>what is spoken: en, zh …</source>
        <translation>说的是什么语言：en、zh……</translation>
    </message>
    <message>
        <source>write it in English, where the model can</source>
        <translation>写成英文，如果模型会</translation>
    </message>
    <message>
        <source>with the time of every word</source>
        <translation>带每个词的时间</translation>
    </message>
    <message>
        <source>one speaker on the left, one on the right: tell them apart</source>
        <translation>左右声道各一个人：分开写</translation>
    </message>
    <message>
        <source>from the beginning, also where an earlier run stopped</source>
        <translation>从头开始，即使上次停在中间</translation>
    </message>
    <message>
        <source>speak, and get the text</source>
        <translation>说话，得到文字</translation>
    </message>
    <message>
        <source>begin or end a dictation in the window that runs, for a key of the desktop</source>
        <translation>让正在运行的窗口开始或结束听写，供桌面自己的快捷键使用</translation>
    </message>
    <message>
        <source>what is spoken: en, zh …; else found out</source>
        <translation>说的是哪种语言：en、zh……；不写则自动判断</translation>
    </message>
    <message>
        <source>end after so many seconds</source>
        <translation>多少秒后结束</translation>
    </message>
    <message>
        <source>Listening. Enter, or a pause, ends it.</source>
        <translation>正在听。按回车或停顿一会儿即可结束。</translation>
    </message>
    <message>
        <source>Nothing was heard.</source>
        <translation>没有听到说话。</translation>
    </message>
    <message>
        <source>Alcove&apos;s window is not open. Open it first: it listens and inserts.</source>
        <translation>Alcove 的窗口没有打开。请先打开它：由它来听写并插入文字。</translation>
    </message>
    <message>
        <source>measure how fast answers, speech or translation are here</source>
        <translation>测量回答、语音或翻译在这台电脑上有多快</translation>
    </message>
    <message>
        <source>a short recording of speech to measure with</source>
        <translation>用来测量的一小段说话录音</translation>
    </message>
    <message>
        <source>Name a short recording of speech to measure with: --clip FILE</source>
        <translation>请指定一小段说话录音来测量：--clip FILE</translation>
    </message>
    <message>
        <source>Hours of recording</source>
        <translation>录音的小时数</translation>
    </message>
    <message>
        <source>{0} s for {1} s of speech, {2} × the bare engine (at most {3} wanted)</source>
        <translation>{1} 秒的话用 {0} 秒，是裸引擎的 {2} 倍（要求不超过 {3}）</translation>
    </message>
    <message>
        <source>{0} s after the last word (at most {1} wanted)</source>
        <translation>最后一个词之后 {0} 秒（要求不超过 {1}）</translation>
    </message>
    <message>
        <source>every {0} s at the latest (at most {1} wanted)</source>
        <translation>最迟每 {0} 秒一次（要求不超过 {1}）</translation>
    </message>
    <message>
        <source>recordings</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>final text</source>
        <translation>最终文字</translation>
    </message>
    <message>
        <source>live text</source>
        <translation>实时文字</translation>
    </message>
    <message>
        <source>{0} × after {1} hours of recording (at most {2} wanted)</source>
        <translation>录音 {1} 小时后是 {0} 倍（要求不超过 {2}）</translation>
    </message>
    <message>
        <source>One dictation of {0} hours in {1} minutes: {2} MB of sound in the encrypted file; voice was looked for in all of it, and one minute in {3} was decoded by the model, the others got its words again.</source>
        <translation>一次 {0} 小时的听写，用 {1} 分钟走完：加密文件里有 {2} MB 声音；全部声音都做了人声检测，每 {3} 分钟由模型识别一分钟，其余各分钟重用它的文字。</translation>
    </message>
    <message>
        <source>after {0} h: speech worker {1} MB, this program {2} MB</source>
        <translation>{0} 小时后：语音进程 {1} MB，本程序 {2} MB</translation>
    </message>
    <message>
        <source>words and rules for what is spoken</source>
        <translation>口述用的词语和规则</translation>
    </message>
    <message>
        <source>Line {line} was left out. {why}</source>
        <translation>第 {line} 行没有收下。{why}</translation>
    </message>
    <message>
        <source>Rules taken: {count}.</source>
        <translation>已收下规则：{count}。</translation>
    </message>
    <message>
        <source>Rules written: {count}.</source>
        <translation>已写出规则：{count}。</translation>
    </message>
    <message>
        <source>It could not be read.</source>
        <translation>无法读取。</translation>
    </message>
    <message>
        <source>It says nothing: give the word, and what is heard for it.</source>
        <translation>内容是空的：请给出词语，以及听到的说法。</translation>
    </message>
    <message>
        <source>It is too long.</source>
        <translation>太长了。</translation>
    </message>
    <message>
        <source>This is no pattern that is understood here.</source>
        <translation>这不是这里能理解的模式。</translation>
    </message>
    <message>
        <source>This pattern could take for ever: leave out repetitions inside repetitions.</source>
        <translation>这个模式可能永远算不完：请不要在重复里再用重复。</translation>
    </message>
    <message>
        <source>list words and replacement rules</source>
        <translation>列出词语和替换规则</translation>
    </message>
    <message>
        <source>keep a word, or what is written for what is heard</source>
        <translation>记下一个词，或听到的说法应写成什么</translation>
    </message>
    <message>
        <source>as it is to be written</source>
        <translation>应当写成的样子</translation>
    </message>
    <message>
        <source>what is recognised instead</source>
        <translation>实际识别出的说法</translation>
    </message>
    <message>
        <source>HEARD is a regular expression; \1 is its first group</source>
        <translation>HEARD 是正则表达式；\1 是第一个分组</translation>
    </message>
    <message>
        <source>only with these capitals</source>
        <translation>只在大小写相同时</translation>
    </message>
    <message>
        <source>remove rules by their numbers</source>
        <translation>按编号删除规则</translation>
    </message>
    <message>
        <source>take the rules of a CSV, JSON or text file</source>
        <translation>收下 CSV、JSON 或文本文件里的规则</translation>
    </message>
    <message>
        <source>write the rules to a CSV, JSON or text file</source>
        <translation>把规则写到 CSV、JSON 或文本文件</translation>
    </message>
    <message>
        <source>show what recognised words would become</source>
        <translation>显示识别出的文字会写成什么</translation>
    </message>
    <message>
        <source>names and terms that stand often in your documents</source>
        <translation>您的文档里常见的名称和术语</translation>
    </message>
    <message>
        <source>only for this collection</source>
        <translation>只用于这个文档集</translation>
    </message>
    <message>
        <source>{pages} pages, {segments} segments: {seconds} s, {held} (at most {most} and {room} wanted)</source>
        <translation>{pages} 页，{segments} 个句段：{seconds} 秒，{held}（目标至多 {most} 和 {room}）</translation>
    </message>
    <message>
        <source>{0} ms of our own a segment</source>
        <translation>每个句段我们自己用 {0} 毫秒</translation>
    </message>
    <message>
        <source>name words of the documents that may want a term</source>
        <translation>列出文档中可能需要术语的词语</translation>
    </message>
</context>
<context>
    <name>ChoicesController</name>
    <message>
        <source>{0} {1} stays the key.</source>
        <translation>{0}按键仍是 {1}。</translation>
    </message>
    <message>
        <source>It works in every program.</source>
        <translation>在任何程序里都可用。</translation>
    </message>
    <message>
        <source>Without a key, the button on the page listens.</source>
        <translation>不设按键时，用页面上的按钮听写。</translation>
    </message>
</context>
<context>
    <name>ChoicesPanel</name>
    <message>
        <source>As the system chooses</source>
        <translation>由系统选择</translation>
    </message>
    <message>
        <source>One that is not connected</source>
        <translation>未连接的麦克风</translation>
    </message>
    <message>
        <source>Listening</source>
        <translation>聆听</translation>
    </message>
    <message>
        <source>Into other programs</source>
        <translation>写入其他程序</translation>
    </message>
    <message>
        <source>What is written</source>
        <translation>怎样书写</translation>
    </message>
    <message>
        <source>What is kept</source>
        <translation>保留什么</translation>
    </message>
    <message>
        <source>It works by</source>
        <translation>使用方式</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Text goes in</source>
        <translation>文字写入方式</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Dictations stay</source>
        <translation>听写保留</translation>
    </message>
    <message>
        <source>Transcripts stay</source>
        <translation>转写文字保留</translation>
    </message>
    <message>
        <source>Kept sound stays</source>
        <translation>留下的录音保留</translation>
    </message>
    <message>
        <source>How dictation works</source>
        <translation>听写设置</translation>
    </message>
    <message>
        <source>Show the words while they are spoken</source>
        <translation>边说边显示文字</translation>
    </message>
    <message>
        <source>A sound when listening begins and ends</source>
        <translation>开始和结束聆听时发出提示音</translation>
    </message>
    <message>
        <source>“Comma” and “new line” as marks</source>
        <translation>把“逗号”“换行”写成标点和换行</translation>
    </message>
    <message>
        <source>Numbers, dates and times in digits</source>
        <translation>数字、日期和时间用阿拉伯数字</translation>
    </message>
    <message>
        <source>Leave out “um” and “uh”</source>
        <translation>去掉“嗯”“呃”等语气词</translation>
    </message>
    <message>
        <source>Ask and Library find dictations</source>
        <translation>“提问”和“文库”能找到听写内容</translation>
    </message>
    <message>
        <source>Keep the sound of dictations</source>
        <translation>保留听写的录音</translation>
    </message>
    <message>
        <source>Stop listening</source>
        <translation>停止试听</translation>
    </message>
    <message>
        <source>Try the microphone</source>
        <translation>试一试麦克风</translation>
    </message>
    <message>
        <source>As it is spoken</source>
        <translation>按所说的语言</translation>
    </message>
    <message>
        <source>Keep the microphone open in between</source>
        <translation>空闲时保持麦克风开启</translation>
    </message>
    <message>
        <source>The chat model tidies the text; both are kept</source>
        <translation>由对话模型整理文字；两个版本都保留</translation>
    </message>
    <message>
        <source>So that not even the first syllable is lost.</source>
        <translation>这样连第一个音节也不会丢失。</translation>
    </message>
    <message>
        <source>The keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Dictate</source>
        <translation>听写</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Translates what is selected in any program.</source>
        <translation>翻译任何程序中选中的文字。</translation>
    </message>
</context>
<context>
    <name>CollectionRows</name>
    <message>
        <source>All documents</source>
        <translation>全部文档</translation>
    </message>
</context>
<context>
    <name>Collections</name>
    <message>
        <source>My documents</source>
        <translation>我的文档</translation>
    </message>
</context>
<context>
    <name>CollectionsColumn</name>
    <message>
        <source>Collections</source>
        <translation>文集</translation>
    </message>
    <message>
        <source>New collection</source>
        <translation>新文集</translation>
    </message>
    <message>
        <source>Name, then Enter</source>
        <translation>输入名称后按回车</translation>
    </message>
    <message>
        <source>Name of the new collection</source>
        <translation>新文集的名称</translation>
    </message>
</context>
<context>
    <name>Coming</name>
    <message>
        <source>Your models are on their way</source>
        <translation>模型正在下载</translation>
    </message>
    <message>
        <source>Trying out {0}</source>
        <translation>正在试用 {0}</translation>
    </message>
    <message>
        <source>You need not wait here: search by words and answers in quotes work now. A cut or a restart loses nothing of what has arrived.</source>
        <translation>不必在这里等候：按字词搜索和原文摘录现在就能用。断线或重新启动都不会丢失已经收到的部分。</translation>
    </message>
    <message>
        <source>Here already: {0}</source>
        <translation>已就位：{0}</translation>
    </message>
    <message>
        <source>Use Alcove meanwhile</source>
        <translation>先使用 Alcove</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Type an action, a collection or a document</source>
        <translation>输入操作、文集或文档的名称</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>找到的内容</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Ask about your documents</source>
        <translation>就您的文档提问</translation>
    </message>
    <message>
        <source>Ask a follow-up question</source>
        <translation>接着提问</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>停止回答</translation>
    </message>
    <message>
        <source>Esc stops the answer</source>
        <translation>按 Esc 停止回答</translation>
    </message>
    <message>
        <source>Enter asks · Shift+Enter for a new line</source>
        <translation>回车提问 · Shift+回车换行</translation>
    </message>
</context>
<context>
    <name>Conversion</name>
    <message>
        <source>reading the original</source>
        <translation>正在读取原始模型</translation>
    </message>
    <message>
        <source>writing the new form</source>
        <translation>正在写成新的格式</translation>
    </message>
    <message>
        <source>making it smaller</source>
        <translation>正在压缩</translation>
    </message>
    <message>
        <source>comparing with the original</source>
        <translation>正在与原始模型比较</translation>
    </message>
    <message>
        <source>installing</source>
        <translation>正在安装</translation>
    </message>
    <message>
        <source>before rounding</source>
        <translation>压缩之前</translation>
    </message>
    <message>
        <source>as installed</source>
        <translation>安装的模型</translation>
    </message>
    <message>
        <source>at most {0}</source>
        <translation>至多 {0}</translation>
    </message>
    <message>
        <source>at least {0}</source>
        <translation>至少 {0}</translation>
    </message>
    <message>
        <source>the same next word as the original</source>
        <translation>与原始模型选出相同的下一个词</translation>
    </message>
    <message>
        <source>distance of the probabilities</source>
        <translation>概率分布的距离</translation>
    </message>
    <message>
        <source>difference in likelihood</source>
        <translation>似然的差异</translation>
    </message>
    <message>
        <source>least similarity of a vector</source>
        <translation>向量的最低相似度</translation>
    </message>
    <message>
        <source>largest difference of a relevance</source>
        <translation>相关度的最大差异</translation>
    </message>
    <message>
        <source>similarity of what is heard</source>
        <translation>听到内容的相似度</translation>
    </message>
    <message>
        <source>Not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>The conversion needed more memory than is free. It was stopped; nothing is left.</source>
        <translation>转换所需的内存超过了空闲内存。转换已停止，没有留下任何文件。</translation>
    </message>
    <message>
        <source>Close other programs, or convert the model on a larger computer.</source>
        <translation>请关闭其他程序，或在更大的电脑上转换这个模型。</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>The conversion found no more room on the disk. What was written is removed.</source>
        <translation>转换时磁盘已没有空间，已写入的内容已被删除。</translation>
    </message>
    <message>
        <source>Free some space on the disk, then try once more.</source>
        <translation>请腾出一些磁盘空间，然后再试一次。</translation>
    </message>
    <message>
        <source>The tools for converting are not here</source>
        <translation>没有转换工具</translation>
    </message>
    <message>
        <source>Converting needs tools that do not come with Alcove. They are set up once.</source>
        <translation>转换需要 Alcove 不自带的工具，只需设置一次。</translation>
    </message>
    <message>
        <source>In Alcove&apos;s source folder run: python3 packaging/bootstrap.py convert. An installed Alcove finds them by ALCOVE_CONVERT_PYTHON.</source>
        <translation>请在 Alcove 的源代码文件夹中运行：python3 packaging/bootstrap.py convert。已安装的 Alcove 通过 ALCOVE_CONVERT_PYTHON 找到它们。</translation>
    </message>
    <message>
        <source>The conversion did not work</source>
        <translation>转换没有成功</translation>
    </message>
    <message>
        <source>The tools could not convert this model. Nothing was installed.</source>
        <translation>工具无法转换这个模型，没有安装任何内容。</translation>
    </message>
    <message>
        <source>Get the model in a form that is ready to run, or choose another model.</source>
        <translation>请获取可以直接运行的版本，或选择别的模型。</translation>
    </message>
    <message>
        <source>The converted model differs too much</source>
        <translation>转换后的模型差别太大</translation>
    </message>
    <message>
        <source>The converted model does not answer like the original, so it was not installed.</source>
        <translation>转换后的模型与原始模型的回答不一致，因此没有安装。</translation>
    </message>
    <message>
        <source>Try --precision int8, or install it all the same with --anyway.</source>
        <translation>请试试 --precision int8，或用 --anyway 照样安装。</translation>
    </message>
    <message>
        <source>Only 8 bits here</source>
        <translation>这里只能用 8 位</translation>
    </message>
    <message>
        <source>Speech and translation models are converted to int8 only.</source>
        <translation>语音和翻译模型只能转换为 int8。</translation>
    </message>
    <message>
        <source>Leave --precision out.</source>
        <translation>请去掉 --precision。</translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message numerus="yes">
        <source>%n slide(s)</source>
        <translation>
            <numerusform>%n 张幻灯片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sheet(s)</source>
        <translation>
            <numerusform>%n 张工作表</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n 页</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s)</source>
        <translation>
            <numerusform>%n 个段落</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) hold no text, only pictures</source>
        <translation>
            <numerusform>有 %n 页没有文字，只有图像</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DetailBar</name>
    <message>
        <source>Remove “{0}” from the library?</source>
        <translation>把“{0}”移出文库？</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n document(s) from the library?</source>
        <translation>
            <numerusform>把 %n 个文档移出文库？</numerusform>
        </translation>
    </message>
    <message>
        <source>What Alcove read of it is deleted for good. The file itself stays where it is.</source>
        <translation>Alcove 读到的内容会彻底删除；文件本身留在原处。</translation>
    </message>
    <message>
        <source>What Alcove read of them is deleted for good. The files themselves stay where they are.</source>
        <translation>Alcove 从中读到的内容会彻底删除；文件本身留在原处。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移出</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) selected</source>
        <translation>
            <numerusform>已选 %n 个文档</numerusform>
        </translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Ask about it</source>
        <translation>就此提问</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open in its own program</source>
        <translation>用默认程序打开</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>移到</translation>
    </message>
    <message>
        <source>Ask about the selected documents only</source>
        <translation>只就所选文档提问</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>What Alcove read is deleted for good, and what was spoken leaves the history on the Dictate page, too. Files stay where they are.</source>
        <translation>Alcove 读到的内容会永久删除，说过的话也会从“听写”页的历史中消失。文件留在原处。</translation>
    </message>
</context>
<context>
    <name>Device</name>
    <message>
        <source>the processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>the NVIDIA card</source>
        <translation>NVIDIA 显卡</translation>
    </message>
    <message>
        <source>the graphics card</source>
        <translation>显卡</translation>
    </message>
</context>
<context>
    <name>Dictate</name>
    <message>
        <source>Nothing was said</source>
        <translation>没有说话</translation>
    </message>
    <message>
        <source>Written down so far: {0}. It goes on where it stopped.</source>
        <translation>已转写 {0}，会从停下的地方继续。</translation>
    </message>
    <message>
        <source>Stopped. Written down so far: {0}.</source>
        <translation>已停止。到目前为止写下了 {0}。</translation>
    </message>
    <message>
        <source>yesterday {0}</source>
        <translation>昨天 {0}</translation>
    </message>
    <message>
        <source>In the terminal</source>
        <translation>在终端里</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} 小时 {1} 分钟</translation>
    </message>
    <message>
        <source>holding it while speaking</source>
        <translation>按住说话</translation>
    </message>
    <message>
        <source>one press to begin, one to end</source>
        <translation>按一下开始，再按一下结束</translation>
    </message>
    <message>
        <source>one press to begin, a pause ends it</source>
        <translation>按一下开始，停顿后自动结束</translation>
    </message>
    <message>
        <source>always Simplified</source>
        <translation>一律简体</translation>
    </message>
    <message>
        <source>always Traditional (Taiwan)</source>
        <translation>一律繁体（台湾）</translation>
    </message>
    <message>
        <source>always Traditional (Hong Kong)</source>
        <translation>一律繁体（香港）</translation>
    </message>
    <message>
        <source>as it was recognised</source>
        <translation>按识别结果</translation>
    </message>
    <message>
        <source>for good</source>
        <translation>一直保留</translation>
    </message>
    <message>
        <source>for a day</source>
        <translation>一天</translation>
    </message>
    <message>
        <source>for a year</source>
        <translation>一年</translation>
    </message>
    <message>
        <source>for {0} days</source>
        <translation>{0} 天</translation>
    </message>
    <message>
        <source>{written} ← {heard}</source>
        <translation>{written} ← {heard}</translation>
    </message>
</context>
<context>
    <name>DictateController</name>
    <message numerus="yes">
        <source>%n deleted</source>
        <translation>
            <numerusform>已删除 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Kept sound is deleted, too.</source>
        <translation>录音也一并删除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>DictateDoors</name>
    <message>
        <source>Nothing here can listen yet</source>
        <translation>这里还没有能听写的模型</translation>
    </message>
    <message>
        <source>Get a speech model on the Models page.</source>
        <translation>请在“模型”页获取一个语音模型。</translation>
    </message>
    <message>
        <source>Sound and film</source>
        <translation>声音和影片</translation>
    </message>
    <message>
        <source>Recordings to write down</source>
        <translation>要转写的录音</translation>
    </message>
    <message>
        <source>There is no microphone to listen with</source>
        <translation>没有可用的麦克风</translation>
    </message>
    <message>
        <source>Writing it down again…</source>
        <translation>正在重新转写…</translation>
    </message>
</context>
<context>
    <name>DictateLive</name>
    <message>
        <source>Nothing was said</source>
        <translation>没有说话</translation>
    </message>
    <message>
        <source>The microphone is not ready yet</source>
        <translation>麦克风还没准备好</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>过一会儿再试。</translation>
    </message>
</context>
<context>
    <name>DictatePage</name>
    <message>
        <source>Nothing you said holds these words.</source>
        <translation>说过的话里没有这些字词。</translation>
    </message>
    <message>
        <source>What you dictate and the recordings you add are kept here, on this computer.</source>
        <translation>您听写的内容和添加的录音都保存在这里，只在这台电脑上。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Go on writing it down</source>
        <translation>继续写下去</translation>
    </message>
    <message>
        <source>Dictate</source>
        <translation>听写</translation>
    </message>
    <message>
        <source>Add recordings</source>
        <translation>添加录音</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词汇</translation>
    </message>
    <message>
        <source>Names and terms that dictation knows</source>
        <translation>听写认识的名字和术语</translation>
    </message>
    <message>
        <source>How dictation works</source>
        <translation>听写设置</translation>
    </message>
    <message>
        <source>Get a speech model</source>
        <translation>获取语音模型</translation>
    </message>
    <message>
        <source>Search what you said</source>
        <translation>搜索说过的话</translation>
    </message>
    <message>
        <source>What was spoken; Enter opens, Delete deletes</source>
        <translation>口述内容；回车打开，Delete 键删除</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>DictateSides</name>
    <message>
        <source>What was spoken</source>
        <translation>口述内容</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词汇</translation>
    </message>
    <message>
        <source>How dictation works</source>
        <translation>听写设置</translation>
    </message>
    <message>
        <source>Dictation</source>
        <translation>听写</translation>
    </message>
    <message>
        <source>Save the transcript</source>
        <translation>保存文字稿</translation>
    </message>
    <message>
        <source>Lists of words</source>
        <translation>词汇表</translation>
    </message>
    <message>
        <source>Import words from a file</source>
        <translation>从文件导入词汇</translation>
    </message>
    <message>
        <source>Write the words to a file</source>
        <translation>把词汇写入文件</translation>
    </message>
</context>
<context>
    <name>Dictation</name>
    <message>
        <source>Nothing was heard, so nothing is inserted.</source>
        <translation>没有听到说话，因此什么也没有插入。</translation>
    </message>
    <message>
        <source>The microphone went away; {0} listens now.</source>
        <translation>原来的麦克风断开了，现在由 {0} 继续收听。</translation>
    </message>
    <message>
        <source>What you said is kept and can be written down later.</source>
        <translation>您说的话已经保留，以后可以再转成文字。</translation>
    </message>
    <message>
        <source>No microphone</source>
        <translation>没有麦克风</translation>
    </message>
    <message>
        <source>This computer knows of no microphone.</source>
        <translation>这台电脑没有找到麦克风。</translation>
    </message>
    <message>
        <source>Plug one in, or switch it on in the system&apos;s sound settings.</source>
        <translation>请接上麦克风，或在系统的声音设置中打开它。</translation>
    </message>
    <message>
        <source>The microphone cannot be used</source>
        <translation>麦克风无法使用</translation>
    </message>
    <message>
        <source>The system does not let Alcove listen, or another program holds the microphone.</source>
        <translation>系统不允许 Alcove 收听，或者麦克风被其他程序占用。</translation>
    </message>
    <message>
        <source>Allow Alcove the microphone in the system&apos;s privacy settings, then try again.</source>
        <translation>请在系统的隐私设置中允许 Alcove 使用麦克风，然后再试一次。</translation>
    </message>
    <message>
        <source>The microphone went away</source>
        <translation>麦克风断开了</translation>
    </message>
    <message>
        <source>The microphone gives no sound any more. What was said until then is written down.</source>
        <translation>麦克风不再有声音。在此之前说的话会转成文字。</translation>
    </message>
    <message>
        <source>Plug it in again, or choose another one.</source>
        <translation>请重新接上，或选择另一个麦克风。</translation>
    </message>
    <message>
        <source>No sound on this system</source>
        <translation>这个系统没有声音支持</translation>
    </message>
    <message>
        <source>The system&apos;s sound library is missing, so nothing can be recorded.</source>
        <translation>缺少系统的声音库，因此无法录音。</translation>
    </message>
    <message>
        <source>On Linux install the package libpulse0, then start Alcove again.</source>
        <translation>在 Linux 上请安装 libpulse0 软件包，然后重新启动 Alcove。</translation>
    </message>
    <message>
        <source>Give a key of the desktop&apos;s own shortcuts this command instead: alcove dictate --toggle</source>
        <translation>可以改用桌面自带的快捷键来执行这条命令：alcove dictate --toggle</translation>
    </message>
    <message>
        <source>Choose another key.</source>
        <translation>请换一个按键。</translation>
    </message>
    <message>
        <source>Not a key</source>
        <translation>不是按键</translation>
    </message>
    <message>
        <source>This does not name one key.</source>
        <translation>这里写的不是一个按键。</translation>
    </message>
    <message>
        <source>This key is needed for typing</source>
        <translation>打字要用到这个按键</translation>
    </message>
    <message>
        <source>Taken by Alcove alone, it would do nothing any more in other programs.</source>
        <translation>如果被 Alcove 独占，它在其他程序里就不起作用了。</translation>
    </message>
    <message>
        <source>Put Ctrl, Alt or Super before it, or choose a function key.</source>
        <translation>请在前面加上 Ctrl、Alt 或 Super，或者选一个功能键。</translation>
    </message>
    <message>
        <source>The key is taken</source>
        <translation>按键已被占用</translation>
    </message>
    <message>
        <source>Another program, or the desktop, uses this key already.</source>
        <translation>其他程序或桌面已经在使用这个按键。</translation>
    </message>
    <message>
        <source>No such key</source>
        <translation>没有这个按键</translation>
    </message>
    <message>
        <source>The keyboard as it is set up now has no such key.</source>
        <translation>当前设置的键盘上没有这个按键。</translation>
    </message>
    <message>
        <source>No global keys here</source>
        <translation>这里不能用全局按键</translation>
    </message>
    <message>
        <source>This desktop lets no program listen to keys while another one has the focus.</source>
        <translation>这个桌面不允许程序在其他程序处于前台时监听按键。</translation>
    </message>
    <message>
        <source>The desktop did not allow the key</source>
        <translation>桌面没有允许这个按键</translation>
    </message>
    <message>
        <source>The desktop asked for your permission, or its rules, and the answer was no.</source>
        <translation>桌面询问了您或依照自身规则，结果是不允许。</translation>
    </message>
    <message>
        <source>The text is in the clipboard: paste it yourself.</source>
        <translation>文字已在剪贴板里，请自行粘贴。</translation>
    </message>
    <message>
        <source>Not inserted</source>
        <translation>没有插入</translation>
    </message>
    <message>
        <source>This desktop lets no program press keys in another one.</source>
        <translation>这个桌面不允许程序在其他程序里按键。</translation>
    </message>
    <message>
        <source>The system does not let Alcove press keys in other programs. On macOS allow it under Privacy &amp; Security, Accessibility.</source>
        <translation>系统不允许 Alcove 在其他程序里按键。在 macOS 上，请到“隐私与安全性”的“辅助功能”中允许。</translation>
    </message>
    <message>
        <source>The text has characters that no key of this keyboard can write.</source>
        <translation>文字里有这个键盘打不出的字符。</translation>
    </message>
    <message>
        <source>Let it be pasted instead; until then the text is in the clipboard.</source>
        <translation>请改用粘贴方式；在此之前，文字在剪贴板里。</translation>
    </message>
    <message>
        <source>The system refused to press the keys.</source>
        <translation>系统拒绝了按键。</translation>
    </message>
    <message>
        <source>The program in front did not take the text.</source>
        <translation>前台的程序没有接收文字。</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Opening the microphone …</source>
        <translation>正在打开麦克风…</translation>
    </message>
    <message>
        <source>Listening</source>
        <translation>正在听</translation>
    </message>
    <message>
        <source>Writing down …</source>
        <translation>正在转成文字…</translation>
    </message>
    <message>
        <source>Inserting …</source>
        <translation>正在插入…</translation>
    </message>
</context>
<context>
    <name>DocumentCounts</name>
    <message numerus="yes">
        <source>%n to look at</source>
        <translation>
            <numerusform>%n 处待查看</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n 个文档</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Translation of %n document(s) is paused</source>
        <translation>
            <numerusform>%n 个文档的翻译已暂停</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Translating %n document(s)</source>
        <translation>
            <numerusform>正在翻译 %n 个文档</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentPanel</name>
    <message>
        <source>The desktop offers no way to open it from here. The file is {0}</source>
        <translation>桌面没有提供从这里打开它的办法。文件位于 {0}</translation>
    </message>
    <message>
        <source>No program opened the file</source>
        <translation>没有程序打开这个文件</translation>
    </message>
    <message>
        <source>The file is no longer where it was; this is the passage as it was read.</source>
        <translation>文件已不在原处；这是读取时的段落。</translation>
    </message>
    <message>
        <source>The document has changed since it was read; the passage now stands here.</source>
        <translation>文档在读取之后有改动；该段落现在位于此处。</translation>
    </message>
    <message>
        <source>The document has changed since it was read; this is the passage as it was then.</source>
        <translation>文档在读取之后有改动；这是当时的段落。</translation>
    </message>
    <message>
        <source>The file is now locked with a password; this is the passage as it was read.</source>
        <translation>文件现在有密码保护；这是读取时的段落。</translation>
    </message>
    <message>
        <source>The file can no longer be opened; this is the passage as it was read.</source>
        <translation>文件已无法打开；这是读取时的段落。</translation>
    </message>
    <message>
        <source>Previous citation in this document (P)</source>
        <translation>本文档中的上一处引用（P）</translation>
    </message>
    <message>
        <source>Next citation in this document (N)</source>
        <translation>本文档中的下一处引用（N）</translation>
    </message>
    <message>
        <source>{at} of {count}</source>
        <translation>第 {at} 处，共 {count} 处</translation>
    </message>
    <message>
        <source>Opening the document…</source>
        <translation>正在打开文档…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Open the document in its own program</source>
        <translation>用默认程序打开文档</translation>
    </message>
    <message>
        <source>Open the folder that holds it; a file of this kind could run as a program</source>
        <translation>打开它所在的文件夹；这类文件可能会作为程序运行</translation>
    </message>
    <message>
        <source>Document: {name}, {place}</source>
        <translation>文档：{name}，{place}</translation>
    </message>
</context>
<context>
    <name>DocumentsController</name>
    <message>
        <source>Not every file can be translated</source>
        <translation>有些文件无法翻译</translation>
    </message>
    <message>
        <source>{names}: neither text nor a document that Alcove can write again.</source>
        <translation>{names}：既不是文本，也不是 Alcove 能够重新写出的文档。</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) could not be translated</source>
        <translation>
            <numerusform>%n 份文档无法翻译</numerusform>
        </translation>
    </message>
    <message>
        <source>The file is not there any more</source>
        <translation>文件已不在原处</translation>
    </message>
    <message>
        <source>No program took it on. It lies here:</source>
        <translation>没有程序能打开它。它在这里：</translation>
    </message>
    <message>
        <source>Nothing in “{0}” can be translated</source>
        <translation>“{0}”中没有可以翻译的文档</translation>
    </message>
</context>
<context>
    <name>DocumentsView</name>
    <message>
        <source>Choose documents</source>
        <translation>选择文档</translation>
    </message>
    <message>
        <source>More documents</source>
        <translation>更多文档</translation>
    </message>
    <message>
        <source>Documents under way and done</source>
        <translation>进行中和已完成的文档</translation>
    </message>
    <message>
        <source>Documents; Enter opens the translation</source>
        <translation>文档；按回车键打开译文</translation>
    </message>
    <message>
        <source>Translate whole documents</source>
        <translation>翻译整篇文档</translation>
    </message>
    <message>
        <source>Drop Word, PowerPoint, Excel, OpenDocument, PDF, web pages, e-books, Markdown, subtitles, tables or plain text here. Each keeps its layout, and the original is only read.</source>
        <translation>把 Word、PowerPoint、Excel、OpenDocument、PDF、网页、电子书、Markdown、字幕、表格或纯文本拖到这里。版式保持不变，原件只会被读取。</translation>
    </message>
</context>
<context>
    <name>Download</name>
    <message>
        <source>No connection to the model source</source>
        <translation>连不上模型来源</translation>
    </message>
    <message>
        <source>None of the sources could be reached. What arrived so far is kept.</source>
        <translation>所有来源都无法连接。已下载的部分会保留。</translation>
    </message>
    <message>
        <source>Check the connection, or bring the model from another computer on a stick.</source>
        <translation>请检查网络连接，或用 U 盘从另一台电脑带来模型。</translation>
    </message>
    <message>
        <source>The connection is not safe</source>
        <translation>连接不安全</translation>
    </message>
    <message>
        <source>The source could not prove who it is, so nothing was taken from it.</source>
        <translation>来源无法证明自己的身份，因此没有从那里下载任何内容。</translation>
    </message>
    <message>
        <source>Check the computer&apos;s date. In a company network, ask for its certificate.</source>
        <translation>请检查电脑的日期。在公司网络中，请索取其证书。</translation>
    </message>
    <message>
        <source>The proxy does not answer</source>
        <translation>代理没有响应</translation>
    </message>
    <message>
        <source>The proxy of this network did not let the download through.</source>
        <translation>此网络的代理没有放行下载。</translation>
    </message>
    <message>
        <source>Check the proxy in the settings, then go on.</source>
        <translation>请检查设置中的代理，然后继续。</translation>
    </message>
    <message>
        <source>The download came to a standstill</source>
        <translation>下载停住了</translation>
    </message>
    <message>
        <source>The source sent next to nothing for a while. What arrived so far is kept.</source>
        <translation>来源有一段时间几乎没有发送数据。已下载的部分会保留。</translation>
    </message>
    <message>
        <source>Go on later, or choose another source in the settings.</source>
        <translation>请稍后继续，或在设置中选择其他来源。</translation>
    </message>
    <message>
        <source>The connection broke off</source>
        <translation>连接中断了</translation>
    </message>
    <message>
        <source>The source ended the connection again and again. What arrived so far is kept.</source>
        <translation>来源多次断开连接。已下载的部分会保留。</translation>
    </message>
    <message>
        <source>Go on later; the download takes up where it stopped.</source>
        <translation>请稍后继续；下载会从停下的地方接着进行。</translation>
    </message>
    <message>
        <source>The model source is busy</source>
        <translation>模型来源正忙</translation>
    </message>
    <message>
        <source>The source asked to come back later. What arrived so far is kept.</source>
        <translation>来源要求稍后再来。已下载的部分会保留。</translation>
    </message>
    <message>
        <source>Go on in some minutes, or choose another source in the settings.</source>
        <translation>请过几分钟再继续，或在设置中选择其他来源。</translation>
    </message>
    <message>
        <source>This download runs already</source>
        <translation>此下载已在进行</translation>
    </message>
    <message>
        <source>Another window or command is fetching this model right now.</source>
        <translation>另一个窗口或命令正在下载这个模型。</translation>
    </message>
    <message>
        <source>Wait for it, or stop it there first.</source>
        <translation>请等它完成，或先在那里停止。</translation>
    </message>
    <message>
        <source>This model cannot be downloaded</source>
        <translation>无法下载这个模型</translation>
    </message>
    <message>
        <source>A file that belongs to the model is not in its repository.</source>
        <translation>模型所需的一个文件不在其仓库中。</translation>
    </message>
    <message>
        <source>Choose another model.</source>
        <translation>请选择其他模型。</translation>
    </message>
    <message>
        <source>The model is not there</source>
        <translation>那里没有这个模型</translation>
    </message>
    <message>
        <source>The source does not have this file in this version.</source>
        <translation>来源没有此版本的这个文件。</translation>
    </message>
    <message>
        <source>Choose another source in the settings, or another model.</source>
        <translation>请在设置中选择其他来源，或选择其他模型。</translation>
    </message>
    <message>
        <source>The source does not give this model to everybody</source>
        <translation>来源并不向所有人提供这个模型</translation>
    </message>
    <message>
        <source>It asks for an account or for consent on its web page, which Alcove does not give.</source>
        <translation>它要求登录账户或在网页上同意条款，Alcove 不会代劳。</translation>
    </message>
    <message>
        <source>Fetch the files there yourself and import the folder, or choose another model.</source>
        <translation>请自行在那里下载文件并导入文件夹，或选择其他模型。</translation>
    </message>
    <message>
        <source>The download was refused</source>
        <translation>下载被拒绝</translation>
    </message>
    <message>
        <source>The source led to a place that Alcove does not trust. Nothing was taken from there.</source>
        <translation>来源指向了 Alcove 不信任的地方。没有从那里下载任何内容。</translation>
    </message>
    <message>
        <source>Choose another source in the settings.</source>
        <translation>请在设置中选择其他来源。</translation>
    </message>
    <message>
        <source>A wrong file came</source>
        <translation>收到的文件不对</translation>
    </message>
    <message>
        <source>What the source sent is not the file that was asked for. It was thrown away.</source>
        <translation>来源发来的不是所请求的文件，已丢弃。</translation>
    </message>
    <message>
        <source>Try once more, or choose another source in the settings.</source>
        <translation>请再试一次，或在设置中选择其他来源。</translation>
    </message>
    <message>
        <source>The file cannot be checked</source>
        <translation>无法校验此文件</translation>
    </message>
    <message>
        <source>Nobody told the fingerprint of this file, so it was not taken from this source.</source>
        <translation>没有人提供此文件的指纹，因此没有从此来源下载。</translation>
    </message>
    <message>
        <source>Choose the hub itself as the source in the settings, then try once more.</source>
        <translation>请在设置中选择官方来源，然后再试一次。</translation>
    </message>
    <message>
        <source>The file that came has another fingerprint (SHA-256). It was thrown away.</source>
        <translation>收到的文件指纹（SHA-256）不符，已丢弃。</translation>
    </message>
    <message>
        <source>The file that came has another size. It was thrown away.</source>
        <translation>收到的文件大小不符，已丢弃。</translation>
    </message>
    <message>
        <source>Another version of the model</source>
        <translation>模型版本不同</translation>
    </message>
    <message>
        <source>The source has another version of the model. Nothing was taken.</source>
        <translation>来源的模型版本不同。没有下载任何内容。</translation>
    </message>
    <message>
        <source>A web page came instead of the file</source>
        <translation>收到的是网页而不是文件</translation>
    </message>
    <message>
        <source>The network answered with a web page, as it does before one has logged in.</source>
        <translation>网络返回了一个网页，尚未登录网络时常会这样。</translation>
    </message>
    <message>
        <source>Open a web browser and log in to the network there, then try once more.</source>
        <translation>请打开浏览器登录网络，然后再试一次。</translation>
    </message>
    <message>
        <source>The source cannot be understood</source>
        <translation>无法理解来源的回应</translation>
    </message>
    <message>
        <source>The source&apos;s list of files cannot be understood. Nothing was taken.</source>
        <translation>无法理解来源给出的文件列表。没有下载任何内容。</translation>
    </message>
    <message>
        <source>The source names a file that would lie outside of the model&apos;s folder.</source>
        <translation>来源列出的一个文件会落在模型文件夹之外。</translation>
    </message>
    <message>
        <source>No address of a source</source>
        <translation>来源地址不对</translation>
    </message>
    <message>
        <source>What stands in the settings as the source of models is no web address.</source>
        <translation>设置中填写的模型来源不是网址。</translation>
    </message>
    <message>
        <source>Write it with https:// at its beginning, or leave it empty.</source>
        <translation>请以 https:// 开头填写，或留空。</translation>
    </message>
    <message>
        <source>The source&apos;s address begins with http:, so that anybody on the way could read it.</source>
        <translation>来源的地址以 http: 开头，途中任何人都可能看到内容。</translation>
    </message>
    <message>
        <source>Use an address that begins with https:, or choose another source.</source>
        <translation>请使用以 https: 开头的地址，或选择其他来源。</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>{0} a second</source>
        <translation>每秒 {0}</translation>
    </message>
    <message>
        <source>almost done</source>
        <translation>即将完成</translation>
    </message>
    <message>
        <source>about {0} s left</source>
        <translation>约剩 {0} 秒</translation>
    </message>
    <message>
        <source>about {0} min left</source>
        <translation>约剩 {0} 分钟</translation>
    </message>
    <message>
        <source>about {0} h left</source>
        <translation>约剩 {0} 小时</translation>
    </message>
    <message>
        <source>Paused, what arrived is kept</source>
        <translation>已暂停，收到的部分已保留</translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Asking what there is</source>
        <translation>正在询问有哪些文件</translation>
    </message>
    <message>
        <source>Checking what is there</source>
        <translation>正在检查已有的部分</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>Waiting, then trying again</source>
        <translation>稍候再试</translation>
    </message>
    <message>
        <source>A wrong file came and was thrown away; trying again</source>
        <translation>收到错误的文件，已丢弃；正在重试</translation>
    </message>
    <message>
        <source>Putting it in its place</source>
        <translation>正在安装</translation>
    </message>
</context>
<context>
    <name>DownloadSegment</name>
    <message>
        <source>Download of models</source>
        <translation>模型下载</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Go on with the download</source>
        <translation>继续下载</translation>
    </message>
    <message>
        <source>Pause the download</source>
        <translation>暂停下载</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Give up the download</source>
        <translation>放弃下载</translation>
    </message>
    <message>
        <source>Throw away the {0} that arrived?</source>
        <translation>丢弃已收到的 {0}？</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Show the Models page</source>
        <translation>打开“模型”页</translation>
    </message>
</context>
<context>
    <name>DownloadStrip</name>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} 和另外 {1} 个</translation>
    </message>
    <message>
        <source>{0}: {1} there</source>
        <translation>{0}：已有 {1}</translation>
    </message>
    <message>
        <source>{0}: here and whole</source>
        <translation>{0}：已就位，完整无误</translation>
    </message>
</context>
<context>
    <name>DownloadsSection</name>
    <message>
        <source>This source cannot be used: write it as https://host or http://host:port.</source>
        <translation>这个来源不能使用：请写成 https://主机 或 http://主机:端口。</translation>
    </message>
    <message>
        <source>This proxy cannot be used: write it as http://host:port or socks5://host:port.</source>
        <translation>这个代理不能使用：请写成 http://主机:端口 或 socks5://主机:端口。</translation>
    </message>
    <message>
        <source>Without a mirror and without your own source nothing can be downloaded.</source>
        <translation>既没有镜像，也没有自己的来源，就无法下载。</translation>
    </message>
    <message>
        <source>What comes from this source is not encrypted; Alcove checks every file all the same.</source>
        <translation>来自此来源的内容未经加密；Alcove 仍会检查每个文件。</translation>
    </message>
    <message>
        <source>Models are downloaded only when you ask for one, by a program of its own that does nothing else.</source>
        <translation>只有您要求时才会下载模型，由一个只做这件事的独立程序完成。</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Your own source</source>
        <translation>自己的来源</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>速度上限</translation>
    </message>
    <message>
        <source>Hugging Face, then its mirrors</source>
        <translation>先 Hugging Face，再用镜像</translation>
    </message>
    <message>
        <source>hf-mirror, then ModelScope (for mainland China)</source>
        <translation>先 hf-mirror，再用魔搭（适合中国大陆）</translation>
    </message>
    <message>
        <source>ModelScope, then hf-mirror (for mainland China)</source>
        <translation>先魔搭，再用 hf-mirror（适合中国大陆）</translation>
    </message>
    <message>
        <source>Only your own source</source>
        <translation>只用自己的来源</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>This one</source>
        <translation>使用此代理</translation>
    </message>
    <message>
        <source>without limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Limit of the speed</source>
        <translation>速度上限</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>代理地址</translation>
    </message>
</context>
<context>
    <name>Drops</name>
    <message>
        <source>Drop to look for models in it</source>
        <translation>放下以查找其中的模型</translation>
    </message>
    <message>
        <source>Nothing is taken in before you say so.</source>
        <translation>在您确认之前不会导入任何内容。</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s); the originals are only read.</source>
        <translation>
            <numerusform>%n 个文档；原文件只会被读取。</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to translate</source>
        <translation>放下以翻译</translation>
    </message>
    <message numerus="yes">
        <source>%n recording(s); they stay where they are and are only read.</source>
        <translation>
            <numerusform>%n 段录音；它们留在原处，只会被读取。</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to write down what is said</source>
        <translation>放下以转写其中的话</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) or folder(s); they stay where they are and are only read.</source>
        <translation>
            <numerusform>%n 个文件或文件夹；它们留在原处，只会被读取。</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to add to “{0}”</source>
        <translation>放下以加入“{0}”</translation>
    </message>
</context>
<context>
    <name>EmptyAsk</name>
    <message>
        <source>Your documents are being read</source>
        <translation>正在读取您的文档</translation>
    </message>
    <message>
        <source>You can ask as soon as the first of them is there.</source>
        <translation>最先读完的文档出现后，就可以提问了。</translation>
    </message>
    <message>
        <source>Start with your documents</source>
        <translation>从您的文档开始</translation>
    </message>
    <message>
        <source>Drop files or folders anywhere in this window. They stay where they are, and nothing leaves this computer. Then ask what you want to know.</source>
        <translation>把文件或文件夹拖到窗口任意位置。它们留在原处，没有任何内容离开这台电脑。然后问您想知道的事。</translation>
    </message>
    <message>
        <source>What would you like to know?</source>
        <translation>您想知道什么？</translation>
    </message>
    <message>
        <source>Answers come from your documents, and each shows the passages it rests on.</source>
        <translation>回答来自您的文档，并列出所依据的段落。</translation>
    </message>
    <message>
        <source>Add documents…</source>
        <translation>添加文档…</translation>
    </message>
    <message>
        <source>For example</source>
        <translation>例如</translation>
    </message>
    <message>
        <source>What does “{title}” say about “{topic}”?</source>
        <translation>《{title}》中关于“{topic}”是怎么说的？</translation>
    </message>
</context>
<context>
    <name>EngineChip</name>
    <message>
        <source>Translated by: {engine}</source>
        <translation>翻译所用：{engine}</translation>
    </message>
    <message>
        <source>Choose what translates</source>
        <translation>选择用什么来翻译</translation>
    </message>
</context>
<context>
    <name>Error</name>
    <message>
        <source>Too much for this model</source>
        <translation>超出这个模型的容量</translation>
    </message>
    <message>
        <source>The language model cannot hold the question and a passage at once.</source>
        <translation>语言模型放不下这个问题和一个段落。</translation>
    </message>
    <message>
        <source>Ask a shorter question, or use a model with more room.</source>
        <translation>请把问题缩短，或使用容量更大的模型。</translation>
    </message>
    <message>
        <source>{needs} are needed on the disk, {has} are free. Nothing was written.</source>
        <translation>需要 {needs} 的磁盘空间，可用 {has}。没有写入任何内容。</translation>
    </message>
    <message>
        <source>Something in Alcove failed</source>
        <translation>Alcove 出了差错</translation>
    </message>
    <message>
        <source>A step did not work because of a fault in Alcove. Your library is unharmed.</source>
        <translation>由于 Alcove 自身的缺陷，有一步没有成功。您的文库没有受损。</translation>
    </message>
    <message>
        <source>Try once more. If it comes back, the log in the data folder says where it failed.</source>
        <translation>请再试一次。如果再次出现，数据文件夹中的日志记有出错的位置。</translation>
    </message>
    <message>
        <source>A helper program broke off</source>
        <translation>辅助程序中断了</translation>
    </message>
    <message>
        <source>The part of Alcove that did this work stopped suddenly. Nothing of yours is lost.</source>
        <translation>负责这项工作的部分突然停止了。您的内容没有丢失。</translation>
    </message>
    <message>
        <source>Try once more; it is started afresh.</source>
        <translation>请再试一次；它会重新启动。</translation>
    </message>
    <message>
        <source>It took too long</source>
        <translation>用时过长</translation>
    </message>
    <message>
        <source>The work took longer than allowed and was stopped.</source>
        <translation>这项工作超过了时限，已停止。</translation>
    </message>
    <message>
        <source>Try once more, or with less at a time.</source>
        <translation>请再试一次，或一次少做一些。</translation>
    </message>
    <message>
        <source>A helper program does not start</source>
        <translation>辅助程序不能启动</translation>
    </message>
    <message>
        <source>The system did not let Alcove start the part that does this work.</source>
        <translation>系统不允许 Alcove 启动负责这项工作的部分。</translation>
    </message>
    <message>
        <source>Close other programs to free memory. If it stays so, install Alcove again.</source>
        <translation>请关闭其他程序以腾出内存。如果仍然如此，请重新安装 Alcove。</translation>
    </message>
    <message>
        <source>Two parts of Alcove do not match</source>
        <translation>Alcove 的两个部分不匹配</translation>
    </message>
    <message>
        <source>A part of Alcove is of another version than the window.</source>
        <translation>Alcove 有一个部分与窗口的版本不同。</translation>
    </message>
    <message>
        <source>Close Alcove and start it again; if it stays so, install it again.</source>
        <translation>请关闭 Alcove 再打开；如果仍然如此，请重新安装。</translation>
    </message>
    <message>
        <source>The model is not installed</source>
        <translation>没有安装模型</translation>
    </message>
    <message>
        <source>This needs a model that is not on this computer.</source>
        <translation>这需要一个不在这台电脑上的模型。</translation>
    </message>
    <message>
        <source>The model is damaged</source>
        <translation>模型已损坏</translation>
    </message>
    <message>
        <source>The model does not fit</source>
        <translation>模型不适用</translation>
    </message>
    <message>
        <source>Alcove does not know how to run this model.</source>
        <translation>Alcove 不知道怎样运行这个模型。</translation>
    </message>
    <message>
        <source>Choose another model.</source>
        <translation>请选择另一个模型。</translation>
    </message>
    <message>
        <source>The graphics card failed</source>
        <translation>显卡出了问题</translation>
    </message>
    <message>
        <source>The model could not run on the graphics card. Nothing is lost.</source>
        <translation>这个模型没能在显卡上运行。没有丢失任何内容。</translation>
    </message>
    <message>
        <source>Alcove uses the processor instead; the Models page can try the card again.</source>
        <translation>Alcove 改用处理器；可以在“模型”页再试一次显卡。</translation>
    </message>
    <message>
        <source>Not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>The work needs more memory than is free. It was stopped; nothing is lost.</source>
        <translation>这项工作需要的内存超过了可用内存，已停止；没有丢失任何内容。</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller model.</source>
        <translation>请关闭其他程序，或选择较小的模型。</translation>
    </message>
    <message>
        <source>The model {model} needs {needs} of memory; {has} are free.</source>
        <translation>模型 {model} 需要 {needs} 内存，现在只有 {has} 可用。</translation>
    </message>
    <message>
        <source>The model does not fit into memory</source>
        <translation>内存放不下这个模型</translation>
    </message>
    <message>
        <source>The model needs more memory than is free.</source>
        <translation>模型需要的内存多于可用的内存。</translation>
    </message>
    <message>
        <source>The library is from a newer Alcove</source>
        <translation>文库来自更新版本的 Alcove</translation>
    </message>
    <message>
        <source>A newer version of Alcove made this library. It was not touched.</source>
        <translation>这个文库由更新版本的 Alcove 建立。它没有被改动。</translation>
    </message>
    <message>
        <source>Start the newer version, or choose another data folder.</source>
        <translation>请打开新版本，或选择另一个数据文件夹。</translation>
    </message>
    <message>
        <source>The library is damaged</source>
        <translation>文库已损坏</translation>
    </message>
    <message>
        <source>The library file cannot be read. Your own documents are not affected.</source>
        <translation>文库文件无法读取。您自己的文档不受影响。</translation>
    </message>
    <message>
        <source>Put a backup of the file in its place, or move it away and add your documents again.</source>
        <translation>请用备份替换该文件，或把它移走后重新添加文档。</translation>
    </message>
    <message>
        <source>The library is in use</source>
        <translation>文库正被占用</translation>
    </message>
    <message>
        <source>Another program is writing to the library. This change was not made.</source>
        <translation>另一个程序正在写入文库。这次改动没有进行。</translation>
    </message>
    <message>
        <source>Wait until the other program has finished, then try once more.</source>
        <translation>请等那个程序完成后再试一次。</translation>
    </message>
    <message>
        <source>The library cannot be written</source>
        <translation>文库无法写入</translation>
    </message>
    <message>
        <source>The system does not let Alcove write to the library file. Nothing was changed.</source>
        <translation>系统不允许 Alcove 写入文库文件。没有任何改动。</translation>
    </message>
    <message>
        <source>Allow your account to write to the data folder, then try once more.</source>
        <translation>请允许您的账户写入数据文件夹，然后再试一次。</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>There is no room left to save. What was saved before is kept.</source>
        <translation>没有空间可以保存了。之前保存的内容都保留。</translation>
    </message>
    <message>
        <source>Free some space on the disk, then try once more.</source>
        <translation>请腾出一些磁盘空间，然后再试一次。</translation>
    </message>
    <message>
        <source>No model of this name is on this computer.</source>
        <translation>这台电脑上没有叫这个名字的模型。</translation>
    </message>
    <message>
        <source>The model is not here</source>
        <translation>没有这个模型</translation>
    </message>
    <message>
        <source>`alcove models list --installed` shows the names of those that are.</source>
        <translation>`alcove models list --installed` 会列出已有模型的名字。</translation>
    </message>
    <message>
        <source>No model has this name</source>
        <translation>没有这个名称的模型</translation>
    </message>
    <message>
        <source>The list of models has no such name; nothing was downloaded.</source>
        <translation>模型列表里没有这个名称；什么也没有下载。</translation>
    </message>
    <message>
        <source>`alcove models list` shows the names.</source>
        <translation>`alcove models list` 会列出名称。</translation>
    </message>
    <message>
        <source>Get it on the Models page. Until then, searching by words works without it.</source>
        <translation>请在“模型”页获取它。在此之前，仍可按字词搜索。</translation>
    </message>
    <message>
        <source>A file of the model is missing, was changed, or is not what it should be.</source>
        <translation>模型的某个文件缺失、被改动过，或内容不对。</translation>
    </message>
    <message>
        <source>Get or import it again, or choose another model; one that came with Alcove comes back when the set-up is run again. Until then, searching by words works.</source>
        <translation>请重新获取或导入该模型，或换一个模型；随 Alcove 提供的模型可重新运行安装程序恢复。在此之前，仍可按词搜索。</translation>
    </message>
    <message>
        <source>The model failed its self-test</source>
        <translation>模型未通过自检</translation>
    </message>
    <message>
        <source>The model did not work when it was tried on this computer. Nothing was changed.</source>
        <translation>在这台电脑上试用时，该模型无法正常工作。没有做任何更改。</translation>
    </message>
    <message>
        <source>Test it once more, download it anew, or choose another model.</source>
        <translation>请再测试一次、重新下载，或选择其他模型。</translation>
    </message>
    <message>
        <source>Not a model Alcove takes</source>
        <translation>不能作为模型导入</translation>
    </message>
    <message>
        <source>The folder was not taken in as a model.</source>
        <translation>这个文件夹没有作为模型导入。</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>请选择另一个文件夹。</translation>
    </message>
    <message>
        <source>The model is in use</source>
        <translation>模型正在使用</translation>
    </message>
    <message>
        <source>The model is being used, and the system does not let go of its files. It was not changed.</source>
        <translation>模型正在使用，系统不放开它的文件。模型没有改动。</translation>
    </message>
    <message>
        <source>Wait until the answer is finished, then try once more.</source>
        <translation>请等回答完成后再试一次。</translation>
    </message>
    <message>
        <source>It belongs to Alcove</source>
        <translation>它属于 Alcove</translation>
    </message>
    <message>
        <source>This model came with Alcove and stays as long as Alcove does.</source>
        <translation>这个模型随 Alcove 附带，会一直保留。</translation>
    </message>
    <message>
        <source>Choose another model as the default instead.</source>
        <translation>您可以把另一个模型设为默认。</translation>
    </message>
    <message>
        <source>The folder cannot be written</source>
        <translation>文件夹不能写入</translation>
    </message>
    <message>
        <source>The system does not let Alcove write to the chosen folder. Nothing was left half-written there.</source>
        <translation>系统不允许 Alcove 写入所选的文件夹。那里没有留下写了一半的内容。</translation>
    </message>
    <message>
        <source>Choose another folder, or allow your account to write there.</source>
        <translation>请选择另一个文件夹，或允许您的账户写入。</translation>
    </message>
    <message>
        <source>The folder went away</source>
        <translation>文件夹不见了</translation>
    </message>
    <message>
        <source>The chosen folder or stick went away while Alcove wrote to it. It is not complete.</source>
        <translation>Alcove 写入途中，所选的文件夹或 U 盘不见了。那里的内容不完整。</translation>
    </message>
    <message>
        <source>Put it back in, then export once more.</source>
        <translation>请重新插好，然后再导出一次。</translation>
    </message>
    <message>
        <source>A file is too large for this stick</source>
        <translation>有文件对这个 U 盘来说太大</translation>
    </message>
    <message>
        <source>The stick is formatted in a way that holds no file of 4 GB or more. Nothing was written.</source>
        <translation>这个 U 盘的格式不能保存 4 GB 及以上的文件。没有写入任何内容。</translation>
    </message>
    <message>
        <source>Format the stick as exFAT, or choose another folder.</source>
        <translation>请把 U 盘格式化为 exFAT，或选择另一个文件夹。</translation>
    </message>
    <message>
        <source>Not enough room</source>
        <translation>空间不足</translation>
    </message>
    <message>
        <source>There is not enough room on the disk. Nothing was written.</source>
        <translation>磁盘空间不足。没有写入任何内容。</translation>
    </message>
    <message>
        <source>The data folder cannot be written</source>
        <translation>数据文件夹无法写入</translation>
    </message>
    <message>
        <source>Alcove keeps everything in one folder, and the system does not let it write there.</source>
        <translation>Alcove 把一切保存在一个文件夹里，而系统不允许写入那里。</translation>
    </message>
    <message>
        <source>Allow your account to write there, or choose another folder.</source>
        <translation>请允许您的账户写入，或选择另一个文件夹。</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>There is no such file or folder.</source>
        <translation>没有这个文件或文件夹。</translation>
    </message>
    <message>
        <source>Check the name and try once more.</source>
        <translation>请检查名称后再试一次。</translation>
    </message>
    <message>
        <source>No question yet</source>
        <translation>还没有问题</translation>
    </message>
    <message>
        <source>There is nothing to look for in an empty question.</source>
        <translation>空的问题没有可查找的内容。</translation>
    </message>
    <message>
        <source>Write a word or a question.</source>
        <translation>请写一个词或一个问题。</translation>
    </message>
    <message>
        <source>The question is too long</source>
        <translation>问题太长</translation>
    </message>
    <message>
        <source>A question may have 20,000 characters at most.</source>
        <translation>问题最多可有 20,000 个字符。</translation>
    </message>
    <message>
        <source>Shorten it, or add the text as a document and ask about that.</source>
        <translation>请缩短它，或把文字作为文档加入后再提问。</translation>
    </message>
    <message>
        <source>The form of the answer does not work</source>
        <translation>回答的格式无法实现</translation>
    </message>
    <message>
        <source>The answer was to have a certain form, which Alcove cannot keep. Nothing was changed.</source>
        <translation>回答需要符合某种格式，但 Alcove 无法做到。没有更改任何内容。</translation>
    </message>
    <message>
        <source>Try once more, or with another model.</source>
        <translation>请再试一次，或换一个模型。</translation>
    </message>
    <message>
        <source>Not in the library</source>
        <translation>不在文库中</translation>
    </message>
    <message>
        <source>This document is no longer in the library.</source>
        <translation>这个文档已不在文库中。</translation>
    </message>
    <message>
        <source>Add it again to use it.</source>
        <translation>要使用它，请重新添加。</translation>
    </message>
    <message>
        <source>No such collection</source>
        <translation>没有这个文集</translation>
    </message>
    <message>
        <source>This collection is no longer in the library.</source>
        <translation>这个文集已不在文库中。</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>请选择另一个。</translation>
    </message>
    <message>
        <source>No such conversation</source>
        <translation>没有这个对话</translation>
    </message>
    <message>
        <source>This conversation was deleted.</source>
        <translation>这个对话已被删除。</translation>
    </message>
    <message>
        <source>Start a new one.</source>
        <translation>请开始新的对话。</translation>
    </message>
    <message>
        <source>There is a file of that name already</source>
        <translation>已有同名文件</translation>
    </message>
    <message>
        <source>Alcove overwrites no file unless you say so.</source>
        <translation>除非您同意，Alcove 不会覆盖任何文件。</translation>
    </message>
    <message>
        <source>Choose another name, or allow it to be overwritten.</source>
        <translation>请另选一个名称，或允许覆盖。</translation>
    </message>
    <message>
        <source>That is the original</source>
        <translation>那是原文件</translation>
    </message>
    <message>
        <source>A translation is never written over the document it was made from.</source>
        <translation>译文绝不会写到它的原文档上。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请另选一个名称。</translation>
    </message>
    <message>
        <source>No such translation</source>
        <translation>没有这项翻译</translation>
    </message>
    <message>
        <source>This translation of a document was deleted.</source>
        <translation>该文档的翻译已被删除。</translation>
    </message>
    <message>
        <source>Translate the document again.</source>
        <translation>请重新翻译该文档。</translation>
    </message>
    <message>
        <source>Get one on the Models page, or with `alcove models get faster-whisper-small`.</source>
        <translation>请在“模型”页取得一个，或运行 `alcove models get faster-whisper-small`。</translation>
    </message>
    <message>
        <source>No speech model yet</source>
        <translation>还没有语音模型</translation>
    </message>
    <message>
        <source>Speech is written down by a speech model, and none is installed. Nothing was lost.</source>
        <translation>话音由语音模型转写，而现在没有安装。什么都没有丢失。</translation>
    </message>
    <message>
        <source>The original has changed</source>
        <translation>原文件已更改</translation>
    </message>
    <message>
        <source>The document is no longer the one that was read for this translation. Nothing was written.</source>
        <translation>该文档已不是为此次翻译所读取的版本。没有写入任何内容。</translation>
    </message>
    <message>
        <source>Translate it again from the start.</source>
        <translation>请从头重新翻译。</translation>
    </message>
</context>
<context>
    <name>ExportBlock</name>
    <message>
        <source>They are written with their hashes into a folder “alcove-models”; the other computer takes them from there.</source>
        <translation>模型连同指纹写入文件夹“alcove-models”，另一台电脑从那里导入。</translation>
    </message>
    <message>
        <source>There is no model to copy yet.</source>
        <translation>还没有可复制的模型。</translation>
    </message>
    <message>
        <source>Choose where…</source>
        <translation>选择位置…</translation>
    </message>
</context>
<context>
    <name>FindLine</name>
    <message numerus="yes">
        <source>All %n</source>
        <translation>
            <numerusform>全部 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read</source>
        <translation>
            <numerusform>%n 个未能读取</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n 个等待读取</numerusform>
        </translation>
    </message>
    <message>
        <source>Search names and text</source>
        <translation>搜索名称和内容</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>排序方式</translation>
    </message>
    <message>
        <source>Last added first</source>
        <translation>最近加入的在前</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>Last changed first</source>
        <translation>最近改动的在前</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>最大的在前</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>First steps</source>
        <translation>开始使用</translation>
    </message>
</context>
<context>
    <name>FoundRow</name>
    <message>
        <source>It is here and whole.</source>
        <translation>已就位，完整无误。</translation>
    </message>
    <message>
        <source>Copy into Alcove</source>
        <translation>复制到 Alcove</translation>
    </message>
    <message>
        <source>Use it where it is</source>
        <translation>在原处使用</translation>
    </message>
    <message>
        <source>Which form of it</source>
        <translation>选择哪种形式</translation>
    </message>
    <message>
        <source>{0}, the best for this processor</source>
        <translation>{0}，最适合这台电脑的处理器</translation>
    </message>
    <message>
        <source>licence not stated</source>
        <translation>未注明许可</translation>
    </message>
    <message>
        <source>It takes the place of the one that is installed.</source>
        <translation>它会替换已安装的同一模型。</translation>
    </message>
    <message>
        <source>Alcove&apos;s catalogue knows it.</source>
        <translation>Alcove 的目录收录了它。</translation>
    </message>
    <message>
        <source>Not everything about it stands in its files; try it out once it is here.</source>
        <translation>文件中没有写明它的全部信息；导入后请试用一次。</translation>
    </message>
    <message>
        <source>{0} files that it does not need are left out.</source>
        <translation>不需要的 {0} 个文件不会导入。</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Earlier conversations</source>
        <translation>以前的对话</translation>
    </message>
    <message>
        <source>Deleted: {title}</source>
        <translation>已删除：{title}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Search your questions and answers</source>
        <translation>搜索问题和回答</translation>
    </message>
    <message>
        <source>Search conversations</source>
        <translation>搜索对话</translation>
    </message>
    <message>
        <source>Conversations; Enter opens, F2 renames, Delete deletes</source>
        <translation>对话列表；回车打开，F2 改名，Delete 删除</translation>
    </message>
    <message>
        <source>No conversation holds these words.</source>
        <translation>没有对话含有这些字词。</translation>
    </message>
    <message>
        <source>Questions you ask are kept here, on this computer.</source>
        <translation>您问过的问题保存在这里，就在这台电脑上。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>改名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>Indexing</name>
    <message>
        <source>Looking through the files</source>
        <translation>正在查看文件</translation>
    </message>
    <message numerus="yes">
        <source>Reading, %n file(s) so far</source>
        <translation>
            <numerusform>正在读取，已读 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>{0} · paused</source>
        <translation>{0} · 已暂停</translation>
    </message>
    <message>
        <source>about a minute left</source>
        <translation>约剩一分钟</translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>约剩 %n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>Show why</source>
        <translation>查看原因</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) added</source>
        <translation>
            <numerusform>加入了 %n 个文档</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unchanged</source>
        <translation>
            <numerusform>%n 个没有变化</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read</source>
        <translation>
            <numerusform>%n 个未能读取</numerusform>
        </translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>found by words only, no embedding model</source>
        <translation>没有向量模型，只能按字词查找</translation>
    </message>
    <message>
        <source>Nothing to read there</source>
        <translation>那里没有可读的内容</translation>
    </message>
</context>
<context>
    <name>InlineQuestion</name>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>InsertNames</name>
    <message>
        <source>by pasting; the clipboard is put back</source>
        <translation>粘贴；之后恢复剪贴板</translation>
    </message>
    <message>
        <source>by pasting as terminals do</source>
        <translation>按终端的方式粘贴</translation>
    </message>
    <message>
        <source>by typing it</source>
        <translation>逐字键入</translation>
    </message>
    <message>
        <source>not by itself: it stays in the clipboard</source>
        <translation>不自动写入：留在剪贴板</translation>
    </message>
    <message>
        <source>What was dictated stands in the history in any case.</source>
        <translation>无论如何，听写的内容都会留在历史里。</translation>
    </message>
</context>
<context>
    <name>JobBar</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审校</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Translate again</source>
        <translation>重新翻译</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Stop; no file is written</source>
        <translation>停止；不会写出文件</translation>
    </message>
    <message>
        <source>The files stay where they are</source>
        <translation>文件留在原处</translation>
    </message>
    <message>
        <source>Part by part, those to look at first</source>
        <translation>逐段查看，待查看的排在前面</translation>
    </message>
    <message>
        <source>Add to the library</source>
        <translation>加入文库</translation>
    </message>
    <message>
        <source>Ask finds it there, in both languages</source>
        <translation>提问时能在文库中找到它，两种语言都可以</translation>
    </message>
</context>
<context>
    <name>Kind</name>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Word document</source>
        <translation>Word 文档</translation>
    </message>
    <message>
        <source>Slides</source>
        <translation>幻灯片</translation>
    </message>
    <message>
        <source>Spreadsheet</source>
        <translation>电子表格</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>E-book</source>
        <translation>电子书</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>纯文本</translation>
    </message>
    <message>
        <source>Source code</source>
        <translation>源代码</translation>
    </message>
    <message>
        <source>Table (CSV)</source>
        <translation>表格（CSV）</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>邮件</translation>
    </message>
    <message>
        <source>Rich text</source>
        <translation>RTF 文档</translation>
    </message>
    <message>
        <source>OpenDocument text</source>
        <translation>OpenDocument 文档</translation>
    </message>
    <message>
        <source>Subtitles</source>
        <translation>字幕</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Dictation</source>
        <translation>听写</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录音</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Simplified Chinese</source>
        <translation>简体中文</translation>
    </message>
    <message>
        <source>Traditional Chinese</source>
        <translation>繁体中文</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>日语</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>韩语</translation>
    </message>
    <message>
        <source>German</source>
        <translation>德语</translation>
    </message>
    <message>
        <source>French</source>
        <translation>法语</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>西班牙语</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>意大利语</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>葡萄牙语</translation>
    </message>
    <message>
        <source>Dutch</source>
        <translation>荷兰语</translation>
    </message>
    <message>
        <source>Polish</source>
        <translation>波兰语</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>俄语</translation>
    </message>
    <message>
        <source>Ukrainian</source>
        <translation>乌克兰语</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>土耳其语</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>阿拉伯语</translation>
    </message>
    <message>
        <source>Persian</source>
        <translation>波斯语</translation>
    </message>
    <message>
        <source>Hebrew</source>
        <translation>希伯来语</translation>
    </message>
    <message>
        <source>Hindi</source>
        <translation>印地语</translation>
    </message>
    <message>
        <source>Thai</source>
        <translation>泰语</translation>
    </message>
    <message>
        <source>Vietnamese</source>
        <translation>越南语</translation>
    </message>
    <message>
        <source>Indonesian</source>
        <translation>印度尼西亚语</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>捷克语</translation>
    </message>
    <message>
        <source>Swedish</source>
        <translation>瑞典语</translation>
    </message>
    <message>
        <source>Greek</source>
        <translation>希腊语</translation>
    </message>
</context>
<context>
    <name>LanguageBar</name>
    <message>
        <source>Detect the language</source>
        <translation>自动识别语言</translation>
    </message>
    <message>
        <source>{language} (detected)</source>
        <translation>{language}（自动识别）</translation>
    </message>
    <message>
        <source>Translate from</source>
        <translation>源语言</translation>
    </message>
    <message>
        <source>Translate into</source>
        <translation>目标语言</translation>
    </message>
    <message>
        <source>Swap the languages</source>
        <translation>互换语言</translation>
    </message>
</context>
<context>
    <name>LibraryController</name>
    <message>
        <source>The file is no longer there</source>
        <translation>文件已不在原处</translation>
    </message>
    <message>
        <source>It was moved or deleted. Put it back, or remove it from the library.</source>
        <translation>它被移动或删除了。请放回原处，或移出文库。</translation>
    </message>
    <message>
        <source>The desktop offers no way to open it from here. The file is {0}</source>
        <translation>桌面没有提供从这里打开它的办法。文件位于 {0}</translation>
    </message>
    <message>
        <source>No program opened the file</source>
        <translation>没有程序打开这个文件</translation>
    </message>
    <message>
        <source>A file of this kind could run as a program, so Alcove opens only where it lies.</source>
        <translation>这类文件可能会作为程序运行，因此 Alcove 只打开它所在的文件夹。</translation>
    </message>
    <message>
        <source>Its folder was opened</source>
        <translation>已打开它所在的文件夹</translation>
    </message>
    <message>
        <source>No program took the file on, so its folder is shown.</source>
        <translation>没有程序接手这个文件，因此显示它所在的文件夹。</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>In the text</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Nothing found for “{0}”</source>
        <translation>没有找到“{0}”</translation>
    </message>
    <message>
        <source>Try fewer or other words; every word must occur.</source>
        <translation>请减少字词或换个说法；每个词都必须出现。</translation>
    </message>
    <message>
        <source>Only some of the files are shown. Choose “All” above to search everywhere.</source>
        <translation>现在只显示一部分文件。请在上方选择“全部”，以便在所有文档中搜索。</translation>
    </message>
    <message>
        <source>Drop files or folders anywhere in this window to add them here.</source>
        <translation>把文件或文件夹拖到窗口任意位置，即可加入这里。</translation>
    </message>
    <message>
        <source>Nothing in this collection yet</source>
        <translation>这个文集还是空的</translation>
    </message>
    <message>
        <source>Drop files or folders anywhere in this window, or choose them. They stay where they are: Alcove reads them and remembers what is on which page.</source>
        <translation>把文件或文件夹拖到窗口任意位置，或从这里选择。它们留在原处：Alcove 只读取内容，并记住什么写在哪一页。</translation>
    </message>
    <message>
        <source>Your library is empty</source>
        <translation>文库还是空的</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Library</source>
        <translation>文库</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>Ask about this collection</source>
        <translation>就这个文集提问</translation>
    </message>
    <message>
        <source>Ask about all documents</source>
        <translation>就全部文档提问</translation>
    </message>
    <message>
        <source>New collection</source>
        <translation>新文集</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>改名</translation>
    </message>
    <message>
        <source>Delete collection</source>
        <translation>删除文集</translation>
    </message>
    <message>
        <source>This collection stays</source>
        <translation>这个文集不能删除</translation>
    </message>
    <message>
        <source>New documents need a place to go to.</source>
        <translation>新文档总要有个去处。</translation>
    </message>
    <message>
        <source>Delete the collection “{0}”?</source>
        <translation>删除文集“{0}”？</translation>
    </message>
    <message>
        <source>Its documents stay in the library.</source>
        <translation>其中的文档仍留在文库中。</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>More for this collection</source>
        <translation>这个文集的更多操作</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
</context>
<context>
    <name>LibraryRows</name>
    <message>
        <source>Waiting to be read</source>
        <translation>等待读取</translation>
    </message>
    <message>
        <source>today {0}</source>
        <translation>今天 {0}</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
</context>
<context>
    <name>LiveCard</name>
    <message>
        <source>Speak, and it is written</source>
        <translation>开口说，就会写下来</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>稍等…</translation>
    </message>
    <message>
        <source>Listening</source>
        <translation>正在听</translation>
    </message>
    <message>
        <source>Writing it down…</source>
        <translation>正在写下来…</translation>
    </message>
    <message>
        <source>Start speaking</source>
        <translation>开始说话</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The button writes here.</source>
        <translation>按钮会写在这里。</translation>
    </message>
    <message>
        <source>In any program, {keys} writes where the cursor is. The button writes here.</source>
        <translation>在任何程序里按 {keys}，文字会写在光标处。按钮会写在这里。</translation>
    </message>
    <message>
        <source>What was spoken</source>
        <translation>口述内容</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>Machine</name>
    <message>
        <source>{0} of memory, {1} free</source>
        <translation>内存 {0}，可用 {1}</translation>
    </message>
    <message>
        <source>1 core</source>
        <translation>1 个核心</translation>
    </message>
    <message>
        <source>{0} cores</source>
        <translation>{0} 个核心</translation>
    </message>
    <message>
        <source>no graphics card for models</source>
        <translation>没有可用于模型的显卡</translation>
    </message>
    <message>
        <source>{0} with {1}</source>
        <translation>{0}（{1}）</translation>
    </message>
</context>
<context>
    <name>MemoryCard</name>
    <message>
        <source>No model is in the memory now.</source>
        <translation>现在没有模型占用内存。</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0}（{1}）</translation>
    </message>
    <message>
        <source>In the memory now: {0}.</source>
        <translation>现在占用内存的有：{0}。</translation>
    </message>
    <message>
        <source>Frees {0}</source>
        <translation>释放 {0}</translation>
    </message>
    <message>
        <source>Free memory now</source>
        <translation>立即释放内存</translation>
    </message>
    <message>
        <source>A model that nobody uses leaves the memory after</source>
        <translation>闲置的模型在多久后离开内存</translation>
    </message>
    <message>
        <source>each answer</source>
        <translation>每次回答之后</translation>
    </message>
    <message>
        <source>Alcove is closed</source>
        <translation>关闭 Alcove 时</translation>
    </message>
    <message>
        <source>{0} minutes</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>Run models on the graphics card where one can; if it fails, the processor does.</source>
        <translation>能用显卡时由显卡运行模型；显卡失败时改由处理器运行。</translation>
    </message>
    <message>
        <source>Use the card</source>
        <translation>使用显卡</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>For demonstration only: it knows a few words and sentences.</source>
        <translation>仅供演示：只懂少量词语和句子。</translation>
    </message>
    <message>
        <source>For demonstration only: it copies one sentence and knows nothing by itself.</source>
        <translation>仅供演示：它只会抄一句话，自己什么也不知道。</translation>
    </message>
    <message>
        <source>Came with Alcove and works from the first minute; best with English.</source>
        <translation>随 Alcove 附带，一开始就能用；最适合英文。</translation>
    </message>
    <message>
        <source>Your own model; Alcove&apos;s catalogue does not know it.</source>
        <translation>您自己的模型；Alcove 的目录没有收录。</translation>
    </message>
    <message>
        <source>size not known yet</source>
        <translation>大小尚未知道</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} 和另外 {1} 种</translation>
    </message>
    <message>
        <source>{0}. {1}</source>
        <translation>{0}。{1}</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>the newest, which the hub names when it is asked</source>
        <translation>最新版本，询问来源时得知</translation>
    </message>
    <message>
        <source>Made for</source>
        <translation>适用于</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>{0} with a short talk, {1} with a long one</source>
        <translation>短对话 {0}，长对话 {1}</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Not tried by us</source>
        <translation>我们未验证</translation>
    </message>
    <message>
        <source>where it lies</source>
        <translation>存放位置</translation>
    </message>
    <message>
        <source>its version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>its files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>its size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>its licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>how well it knows each language</source>
        <translation>各语言的水平</translation>
    </message>
    <message>
        <source>its build</source>
        <translation>结构</translation>
    </message>
    <message>
        <source>the memory it takes</source>
        <translation>占用的内存</translation>
    </message>
    <message>
        <source>{0}. These come from its publisher; the download checks every file.</source>
        <translation>{0}。这些信息来自发布者；下载时会检查每个文件。</translation>
    </message>
    <message>
        <source>a graphics card</source>
        <translation>显卡</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>处理器</translation>
    </message>
</context>
<context>
    <name>ModelDoors</name>
    <message>
        <source>The folder or stick with the model</source>
        <translation>存放模型的文件夹或 U 盘</translation>
    </message>
    <message>
        <source>Where to copy the models</source>
        <translation>把模型复制到哪里</translation>
    </message>
</context>
<context>
    <name>ModelFault</name>
    <message>
        <source>the file is missing</source>
        <translation>文件不见了</translation>
    </message>
    <message>
        <source>the file has another size</source>
        <translation>文件大小不同</translation>
    </message>
    <message>
        <source>the file was changed</source>
        <translation>文件被改动过</translation>
    </message>
    <message>
        <source>the file cannot be read</source>
        <translation>文件无法读取</translation>
    </message>
</context>
<context>
    <name>ModelFit</name>
    <message>
        <source>Fits well</source>
        <translation>很合适</translation>
    </message>
    <message>
        <source>Fits, but slow</source>
        <translation>可用，但较慢</translation>
    </message>
    <message>
        <source>Tight</source>
        <translation>勉强</translation>
    </message>
    <message>
        <source>Cannot be said yet</source>
        <translation>尚不清楚</translation>
    </message>
    <message>
        <source>Does not fit</source>
        <translation>不合适</translation>
    </message>
    <message>
        <source>Needs {needs}, {has} free.</source>
        <translation>需要 {needs}，可用 {has}。</translation>
    </message>
    <message>
        <source>Needs {needs}, {has} free. This processor is probably slow with it.</source>
        <translation>需要 {needs}，可用 {has}。这个处理器运行它可能较慢。</translation>
    </message>
    <message>
        <source>Needs {needs}, {has} free: little room is left for other programs.</source>
        <translation>需要 {needs}，可用 {has}：留给其他程序的空间不多。</translation>
    </message>
    <message>
        <source>Needs {needs}, {has} free now. Closing other programs makes room.</source>
        <translation>需要 {needs}，现在可用 {has}。关闭其他程序可以腾出空间。</translation>
    </message>
    <message>
        <source>Needs {needs}, this computer has {has}.</source>
        <translation>需要 {needs}，这台电脑共有 {has}。</translation>
    </message>
    <message>
        <source>Needs {needs} on the disk, {has} free.</source>
        <translation>需要 {needs} 的磁盘空间，可用 {has}。</translation>
    </message>
    <message>
        <source>Made for a graphics card; none was found.</source>
        <translation>供显卡使用；没有找到显卡。</translation>
    </message>
    <message>
        <source>Needs {needs}, the graphics card has {has}.</source>
        <translation>需要 {needs}，显卡共有 {has}。</translation>
    </message>
    <message>
        <source>Needs {needs}; the graphics card does not say how much it has.</source>
        <translation>需要 {needs}；显卡没有说明自己有多少。</translation>
    </message>
    <message>
        <source>Its size shows when the download begins.</source>
        <translation>开始下载时才知道大小。</translation>
    </message>
    <message>
        <source>Needs {needs}; this computer does not say how much it has.</source>
        <translation>需要 {needs}；这台电脑没有说明自己有多少。</translation>
    </message>
</context>
<context>
    <name>ModelRefusal</name>
    <message>
        <source>Could run a program</source>
        <translation>可能会运行程序</translation>
    </message>
    <message>
        <source>A file in the folder can run a program when it is opened.</source>
        <translation>文件夹中有一个文件，打开时会运行程序。</translation>
    </message>
    <message>
        <source>Brings a program with it</source>
        <translation>附带了程序</translation>
    </message>
    <message>
        <source>The folder brings a program library, and Alcove runs no program from a model.</source>
        <translation>文件夹里附带了程序库，而 Alcove 不运行模型里的程序。</translation>
    </message>
    <message>
        <source>Get the model from its publisher without such files.</source>
        <translation>请从发布者处获取不含此类文件的模型。</translation>
    </message>
    <message>
        <source>Needs foreign program code</source>
        <translation>需要外来的程序代码</translation>
    </message>
    <message>
        <source>If the model&apos;s ONNX files lie beside it, copy them without this file and choose the copy.</source>
        <translation>如果旁边就有模型的 ONNX 文件，请只复制那些文件（不含此文件），然后选择复制出来的文件夹。</translation>
    </message>
    <message>
        <source>The model calculates with program code that does not come with Alcove.</source>
        <translation>这个模型计算时需要 Alcove 没有附带的程序代码。</translation>
    </message>
    <message>
        <source>Choose another variant of this model, or another model.</source>
        <translation>请选择此模型的其他版本，或另选模型。</translation>
    </message>
    <message>
        <source>Needs its own program to open</source>
        <translation>需要自带的程序才能打开</translation>
    </message>
    <message>
        <source>The model can be opened only with program code from its folder, which Alcove does not run.</source>
        <translation>只有运行文件夹里的程序代码才能打开这个模型，而 Alcove 不会运行它。</translation>
    </message>
    <message>
        <source>Look for the same model in ONNX form.</source>
        <translation>请寻找同一模型的 ONNX 格式。</translation>
    </message>
    <message>
        <source>A link leads elsewhere</source>
        <translation>有链接指向别处</translation>
    </message>
    <message>
        <source>A file in the folder is a link to another place.</source>
        <translation>文件夹中有一个文件只是指向别处的链接。</translation>
    </message>
    <message>
        <source>Copy the real files into one folder and choose that.</source>
        <translation>请把真正的文件复制到一个文件夹里，再选择它。</translation>
    </message>
    <message>
        <source>A file belongs to two places</source>
        <translation>一个文件同属两处</translation>
    </message>
    <message>
        <source>A file in the folder is at the same time a file in another place.</source>
        <translation>文件夹中有一个文件同时也是别处的文件。</translation>
    </message>
    <message>
        <source>Copy the folder and choose the copy.</source>
        <translation>请复制整个文件夹，再选择副本。</translation>
    </message>
    <message>
        <source>Cannot be used where it is</source>
        <translation>不能在原处使用</translation>
    </message>
    <message>
        <source>This folder keeps its files as links, so the model cannot be used in its place.</source>
        <translation>这个文件夹用链接保存文件，因此模型不能在原处使用。</translation>
    </message>
    <message>
        <source>Import it as a copy instead.</source>
        <translation>请改为复制导入。</translation>
    </message>
    <message>
        <source>Reaches out of its folder</source>
        <translation>伸出了自己的文件夹</translation>
    </message>
    <message>
        <source>The model asks for a file outside of its folder.</source>
        <translation>这个模型要求读取文件夹以外的文件。</translation>
    </message>
    <message>
        <source>Get it again from its publisher; a good model does not do that.</source>
        <translation>请从发布者处重新获取；正常的模型不会这样。</translation>
    </message>
    <message>
        <source>Not a plain file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>The folder holds something that is not a plain file.</source>
        <translation>文件夹里有不是普通文件的东西。</translation>
    </message>
    <message>
        <source>Copy only the model&apos;s own files into a new folder and choose that.</source>
        <translation>请只把模型自己的文件复制到新文件夹，再选择它。</translation>
    </message>
    <message>
        <source>A name that cannot be kept</source>
        <translation>无法保留的文件名</translation>
    </message>
    <message>
        <source>A file has a name that not every system can hold.</source>
        <translation>有一个文件的名字不是所有系统都能保存。</translation>
    </message>
    <message>
        <source>Get the model again from its publisher, with its own file names.</source>
        <translation>请从发布者处重新获取，并保留原来的文件名。</translation>
    </message>
    <message>
        <source>Too many files</source>
        <translation>文件太多</translation>
    </message>
    <message>
        <source>The folder holds more files than any model has.</source>
        <translation>这个文件夹里的文件比任何模型都多。</translation>
    </message>
    <message>
        <source>Choose the folder of the one model.</source>
        <translation>请选择那一个模型自己的文件夹。</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>太大</translation>
    </message>
    <message>
        <source>A file is larger than any that Alcove can use.</source>
        <translation>有一个文件超过了 Alcove 能使用的大小。</translation>
    </message>
    <message>
        <source>Choose a smaller form of the model.</source>
        <translation>请选择此模型较小的版本。</translation>
    </message>
    <message>
        <source>No permission</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>The system does not let Alcove read a file of the model.</source>
        <translation>系统不允许 Alcove 读取模型的一个文件。</translation>
    </message>
    <message>
        <source>Allow your account to read it, then try once more.</source>
        <translation>请允许您的账户读取它，然后再试一次。</translation>
    </message>
    <message>
        <source>A form Alcove does not run</source>
        <translation>Alcove 不能运行的格式</translation>
    </message>
    <message>
        <source>This is a GGUF file, made for llama.cpp, Ollama or LM Studio.</source>
        <translation>这是 GGUF 文件，供 llama.cpp、Ollama 或 LM Studio 使用。</translation>
    </message>
    <message>
        <source>Look for the same model in ONNX form; `alcove models list` names some that work.</source>
        <translation>请寻找同一模型的 ONNX 格式；`alcove models list` 列出了一些可用的模型。</translation>
    </message>
    <message>
        <source>Not converted yet</source>
        <translation>尚未转换</translation>
    </message>
    <message>
        <source>These are a model&apos;s weights as they were trained, which cannot be run as they are.</source>
        <translation>这是训练得到的原始权重，不能直接运行。</translation>
    </message>
    <message>
        <source>Convert the folder first: alcove models convert FOLDER.</source>
        <translation>请先转换文件夹：alcove models convert 文件夹。</translation>
    </message>
    <message>
        <source>Not complete</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>A file of the model is missing or shorter than it should be.</source>
        <translation>模型的一个文件缺失，或比应有的短。</translation>
    </message>
    <message>
        <source>Get the model again; the copy or the download was probably cut off.</source>
        <translation>请重新获取模型；复制或下载可能中断过。</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>A file of the model is not what it should be.</source>
        <translation>模型的一个文件不是它应有的内容。</translation>
    </message>
    <message>
        <source>Get the model again from its source.</source>
        <translation>请从来源处重新获取模型。</translation>
    </message>
    <message>
        <source>Changed while being read</source>
        <translation>读取时有变动</translation>
    </message>
    <message>
        <source>A file of the model changed while it was being read. Nothing was taken in.</source>
        <translation>读取时模型的一个文件发生了变动。没有导入任何内容。</translation>
    </message>
    <message>
        <source>Wait until the other program has finished, then try once more.</source>
        <translation>请等另一个程序完成后再试一次。</translation>
    </message>
    <message>
        <source>Not the file that was packed</source>
        <translation>不是当初打包的文件</translation>
    </message>
    <message>
        <source>A file is not the one that was exported. Nothing was taken in.</source>
        <translation>有一个文件与导出时的不同。没有导入任何内容。</translation>
    </message>
    <message>
        <source>Export the model once more; the stick may be worn, or somebody changed the file.</source>
        <translation>请重新导出模型；可能是 U 盘老化，或文件被改动过。</translation>
    </message>
    <message>
        <source>Incomplete without its tokenizer</source>
        <translation>缺少分词文件</translation>
    </message>
    <message>
        <source>The file tokenizer.json, which cuts text for the model, is not in the folder.</source>
        <translation>文件夹里没有为模型切分文本的 tokenizer.json。</translation>
    </message>
    <message>
        <source>Get the whole folder of the model, with all of its small files.</source>
        <translation>请获取模型的完整文件夹，包括所有小文件。</translation>
    </message>
    <message>
        <source>Not made for questions</source>
        <translation>不是用来问答的</translation>
    </message>
    <message>
        <source>This language model has no form for questions and answers; it only continues text.</source>
        <translation>这个语言模型没有问答格式，只会续写文本。</translation>
    </message>
    <message>
        <source>Choose a version whose name says Instruct or Chat.</source>
        <translation>请选择名称中带有 Instruct 或 Chat 的版本。</translation>
    </message>
    <message>
        <source>A kind Alcove does not run</source>
        <translation>Alcove 不能运行的种类</translation>
    </message>
    <message>
        <source>This is a model of a kind or form that Alcove does not run.</source>
        <translation>Alcove 不能运行这种模型或格式。</translation>
    </message>
    <message>
        <source>Choose a model for answers, search, speech or translation.</source>
        <translation>请选择用于问答、搜索、语音或翻译的模型。</translation>
    </message>
    <message>
        <source>Another form is needed</source>
        <translation>需要另一种格式</translation>
    </message>
    <message>
        <source>Alcove does not run speech and translation models in ONNX form.</source>
        <translation>Alcove 不运行 ONNX 格式的语音和翻译模型。</translation>
    </message>
    <message>
        <source>Get the same model in CTranslate2 form; for speech look for faster-whisper.</source>
        <translation>请获取同一模型的 CTranslate2 格式；语音模型请找 faster-whisper。</translation>
    </message>
    <message>
        <source>Still packed</source>
        <translation>尚未解压</translation>
    </message>
    <message>
        <source>This is a packed file, which Alcove does not unpack.</source>
        <translation>这是一个压缩文件，Alcove 不会解压它。</translation>
    </message>
    <message>
        <source>Unpack it and choose the folder that comes out.</source>
        <translation>请先解压，再选择解压出来的文件夹。</translation>
    </message>
    <message>
        <source>Only a place-holder</source>
        <translation>只是占位文件</translation>
    </message>
    <message>
        <source>In the place of a large file there is only Git&apos;s note of where to get it.</source>
        <translation>大文件的位置上只有 Git 留下的占位说明，文件本身还没有下载。</translation>
    </message>
    <message>
        <source>Fetch the large files with `git lfs pull`, or from the model&apos;s web page.</source>
        <translation>请用 `git lfs pull` 获取大文件，或从模型的网页下载。</translation>
    </message>
    <message>
        <source>The folder went away</source>
        <translation>文件夹不见了</translation>
    </message>
    <message>
        <source>The folder or stick went away while it was being read. Nothing was taken in.</source>
        <translation>读取途中，文件夹或 U 盘不见了。没有导入任何内容。</translation>
    </message>
    <message>
        <source>Put it back in, then try once more.</source>
        <translation>请重新插好，然后再试一次。</translation>
    </message>
    <message>
        <source>No such variant</source>
        <translation>没有这个版本</translation>
    </message>
    <message>
        <source>The model in this folder has no variant of this name.</source>
        <translation>这个文件夹里的模型没有叫这个名字的版本。</translation>
    </message>
    <message>
        <source>Choose one of those there are.</source>
        <translation>请从已有的版本中选择一个。</translation>
    </message>
    <message>
        <source>More than one model</source>
        <translation>不止一个模型</translation>
    </message>
    <message>
        <source>There are several models in this folder.</source>
        <translation>这个文件夹里有多个模型。</translation>
    </message>
    <message>
        <source>Choose the folder of one of them.</source>
        <translation>请选择其中一个的文件夹。</translation>
    </message>
    <message>
        <source>No model found</source>
        <translation>没有找到模型</translation>
    </message>
    <message>
        <source>There is no model in this folder that Alcove knows.</source>
        <translation>这个文件夹里没有 Alcove 认识的模型。</translation>
    </message>
    <message>
        <source>Choose the folder in which the model&apos;s files lie.</source>
        <translation>请选择模型文件所在的文件夹。</translation>
    </message>
    <message>
        <source>Nothing to convert</source>
        <translation>没有可转换的内容</translation>
    </message>
    <message>
        <source>There are no weights in this folder that could be converted.</source>
        <translation>这个文件夹里没有可以转换的权重。</translation>
    </message>
    <message>
        <source>Choose the folder with config.json and the safetensors files.</source>
        <translation>请选择含有 config.json 和 safetensors 文件的文件夹。</translation>
    </message>
    <message>
        <source>Needs no converting</source>
        <translation>无需转换</translation>
    </message>
    <message>
        <source>The model in this folder runs as it is.</source>
        <translation>这个文件夹里的模型可以直接使用。</translation>
    </message>
    <message>
        <source>Take it in: alcove models import FOLDER.</source>
        <translation>请导入它：alcove models import FOLDER。</translation>
    </message>
    <message>
        <source>Only a part of a model</source>
        <translation>只是模型的一部分</translation>
    </message>
    <message>
        <source>The folder holds a change to another model, not that model itself.</source>
        <translation>这个文件夹里是对另一个模型的修改，而不是那个模型本身。</translation>
    </message>
    <message>
        <source>Get the version in which its publisher has merged the two.</source>
        <translation>请获取发布者已把两者合并的版本。</translation>
    </message>
    <message>
        <source>Made smaller already</source>
        <translation>已被压缩过</translation>
    </message>
    <message>
        <source>These weights were already made smaller for another program.</source>
        <translation>这些权重已为别的程序压缩过。</translation>
    </message>
    <message>
        <source>Get the original version; its name has no GPTQ, AWQ or FP8.</source>
        <translation>请获取原始版本，其名称中没有 GPTQ、AWQ 或 FP8。</translation>
    </message>
    <message>
        <source>A build Alcove cannot convert</source>
        <translation>Alcove 无法转换这种结构</translation>
    </message>
    <message>
        <source>Alcove has no way to convert models of this build.</source>
        <translation>Alcove 没有办法转换这种结构的模型。</translation>
    </message>
    <message>
        <source>Look for the same model in ONNX form, or choose another model.</source>
        <translation>请寻找同一模型的 ONNX 版本，或选择别的模型。</translation>
    </message>
</context>
<context>
    <name>ModelRole</name>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>按含义搜索</translation>
    </message>
    <message>
        <source>Better order of hits</source>
        <translation>结果排序</translation>
    </message>
    <message>
        <source>Speech to text</source>
        <translation>语音转文字</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Reading aloud</source>
        <translation>朗读</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>This frees {0}.</source>
        <translation>将释放 {0}。</translation>
    </message>
    <message>
        <source>The files stay where they are: they belong to another program.</source>
        <translation>文件留在原处：它们属于另一个程序。</translation>
    </message>
    <message>
        <source>It can be got again.</source>
        <translation>以后可以重新下载。</translation>
    </message>
    <message>
        <source>Remove {0}?</source>
        <translation>移除 {0}？</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>{0} that arrived are thrown away.</source>
        <translation>已收到的 {0} 将被丢弃。</translation>
    </message>
    <message>
        <source>Give up the download of {0}?</source>
        <translation>放弃下载 {0}？</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Demonstration</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Get · {0}</source>
        <translation>下载 · {0}</translation>
    </message>
    <message>
        <source>Get it again</source>
        <translation>重新下载</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>使用这个</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Check every byte of {0}</source>
        <translation>逐字节检查 {0}</translation>
    </message>
    <message>
        <source>The graphics card failed with this model ({0}); the processor runs it.</source>
        <translation>显卡运行此模型时失败（{0}）；现由处理器运行。</translation>
    </message>
    <message>
        <source>Try the card again</source>
        <translation>再试显卡</translation>
    </message>
    <message>
        <source>Details of {0}</source>
        <translation>{0} 的详情</translation>
    </message>
    <message>
        <source>Hide the details of {0}</source>
        <translation>收起 {0} 的详情</translation>
    </message>
</context>
<context>
    <name>ModelState</name>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>未校验</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Not complete</source>
        <translation>未完成</translation>
    </message>
</context>
<context>
    <name>ModelsController</name>
    <message>
        <source>The model is here and whole.</source>
        <translation>模型已就位，完整无误。</translation>
    </message>
    <message>
        <source>Go on with the first steps</source>
        <translation>继续开始使用</translation>
    </message>
    <message>
        <source>Other than they should be: {0}. Get the model again.</source>
        <translation>与应有的不符：{0}。请重新下载这个模型。</translation>
    </message>
    <message>
        <source>{0} is damaged</source>
        <translation>{0} 已损坏</translation>
    </message>
    <message>
        <source>{0}: every byte is what it should be.</source>
        <translation>{0}：每个字节都正确。</translation>
    </message>
    <message>
        <source>{0} is used from now on.</source>
        <translation>从现在起使用 {0}。</translation>
    </message>
    <message>
        <source>{0} is removed.</source>
        <translation>{0} 已移除。</translation>
    </message>
    <message>
        <source>The address is copied; Alcove opens no web page.</source>
        <translation>地址已复制；Alcove 不打开网页。</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Bring and take along</source>
        <translation>导入与带走</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Looking at this computer…</source>
        <translation>正在查看这台电脑…</translation>
    </message>
    <message>
        <source>This computer: {0}.</source>
        <translation>这台电脑：{0}。</translation>
    </message>
    <message>
        <source>Your models take {0} of the disk.</source>
        <translation>您的模型占用磁盘 {0}。</translation>
    </message>
    <message>
        <source>Your models take {0} of the disk; {1} are free.</source>
        <translation>您的模型占用磁盘 {0}；还有 {1} 可用。</translation>
    </message>
    <message>
        <source>For a later version: {0}. Alcove offers their models when it can use them.</source>
        <translation>以后的版本：{0}。Alcove 能使用这些模型时才会提供下载。</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Hide this notice</source>
        <translation>隐藏这条提示</translation>
    </message>
</context>
<context>
    <name>PaletteCommands</name>
    <message>
        <source>New question</source>
        <translation>新问题</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>文库</translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>搜索文库</translation>
    </message>
    <message>
        <source>Earlier conversations</source>
        <translation>以前的对话</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>New collection</source>
        <translation>新文集</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Dictate</source>
        <translation>听写</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Bring models from a folder or a stick</source>
        <translation>从文件夹或 U 盘导入模型</translation>
    </message>
    <message>
        <source>Free the memory that models hold</source>
        <translation>释放模型占用的内存</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>开始使用</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Show the proof of the offline seal</source>
        <translation>查看离线封闭的证明</translation>
    </message>
    <message>
        <source>Look: as the system</source>
        <translation>外观：跟随系统</translation>
    </message>
    <message>
        <source>Look: light</source>
        <translation>外观：浅色</translation>
    </message>
    <message>
        <source>Look: dark</source>
        <translation>外观：深色</translation>
    </message>
    <message>
        <source>Language: {0}</source>
        <translation>语言：{0}</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>collection</source>
        <translation>文集</translation>
    </message>
    <message>
        <source>Ask about “{0}”</source>
        <translation>就“{0}”提问</translation>
    </message>
    <message>
        <source>Translate documents</source>
        <translation>翻译文档</translation>
    </message>
    <message>
        <source>Documents under translation</source>
        <translation>正在翻译的文档</translation>
    </message>
    <message>
        <source>Earlier translations</source>
        <translation>以前的翻译</translation>
    </message>
    <message>
        <source>Terms: how words are translated</source>
        <translation>术语：词语怎样翻译</translation>
    </message>
    <message>
        <source>New term</source>
        <translation>新术语</translation>
    </message>
</context>
<context>
    <name>PdfView</name>
    <message>
        <source>of {count}</source>
        <translation>共 {count} 页</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页码</translation>
    </message>
    <message>
        <source>Page number; Enter goes there</source>
        <translation>页码；按回车跳转</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Pages of the document</source>
        <translation>文档页面</translation>
    </message>
</context>
<context>
    <name>Place</name>
    <message>
        <source>page {0}</source>
        <translation>第 {0} 页</translation>
    </message>
    <message>
        <source>slide {0}</source>
        <translation>第 {0} 张幻灯片</translation>
    </message>
    <message>
        <source>row {0}</source>
        <translation>第 {0} 行</translation>
    </message>
    <message>
        <source>rows {0}–{1}</source>
        <translation>第 {0}–{1} 行</translation>
    </message>
    <message>
        <source>line {0}</source>
        <translation>第 {0} 行</translation>
    </message>
    <message>
        <source>lines {0}–{1}</source>
        <translation>第 {0}–{1} 行</translation>
    </message>
    <message>
        <source>part {0}</source>
        <translation>第 {0} 部分</translation>
    </message>
    <message>
        <source>page {0}, form</source>
        <translation>第 {0} 页，表单</translation>
    </message>
    <message>
        <source>page {0}, comments</source>
        <translation>第 {0} 页，批注</translation>
    </message>
    <message>
        <source>sheet “{0}”</source>
        <translation>工作表“{0}”</translation>
    </message>
    <message>
        <source>sheet “{0}”, {1}</source>
        <translation>工作表“{0}”，{1}</translation>
    </message>
    <message>
        <source>at {0}</source>
        <translation>{0} 处</translation>
    </message>
</context>
<context>
    <name>PlayerBar</name>
    <message>
        <source>Stop the recording</source>
        <translation>停止播放</translation>
    </message>
    <message>
        <source>Play the recording</source>
        <translation>播放录音</translation>
    </message>
    <message>
        <source>Where the recording stands</source>
        <translation>播放位置</translation>
    </message>
</context>
<context>
    <name>ProblemWindow</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ProgramChoices</name>
    <message>
        <source>as everywhere</source>
        <translation>与其他程序相同</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Give up the download of {0}</source>
        <translation>放弃下载 {0}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Reading every byte of it</source>
        <translation>正在逐字节检查</translation>
    </message>
    <message>
        <source>Trying it out</source>
        <translation>正在试用</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>正在复制</translation>
    </message>
    <message>
        <source>Removing</source>
        <translation>正在移除</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>正在查看</translation>
    </message>
    <message>
        <source>{0} · {1} of {2}</source>
        <translation>{0} · {1} / {2}</translation>
    </message>
    <message>
        <source>Pause the download of {0}</source>
        <translation>暂停下载 {0}</translation>
    </message>
    <message>
        <source>Go on with {0}</source>
        <translation>继续下载 {0}</translation>
    </message>
</context>
<context>
    <name>Ready</name>
    <message>
        <source>Alcove is ready</source>
        <translation>Alcove 已就绪</translation>
    </message>
    <message>
        <source>{0} will answer from your documents, on this computer alone.</source>
        <translation>{0} 将根据您的文档回答，全部在这台电脑上完成。</translation>
    </message>
    <message>
        <source>Answers are quotes from your documents, word for word, until a language model is here.</source>
        <translation>在有语言模型之前，回答是文档原文的摘录，一字不改。</translation>
    </message>
    <message>
        <source>The sample documents are being read; then comes the answer.</source>
        <translation>正在读示例文档，随后给出回答。</translation>
    </message>
    <message>
        <source>Try it with a question to the sample documents. They are made up, come into the library, and can be removed there.</source>
        <translation>用示例文档提一个问题试试。文档内容是虚构的，会放进文库，可以在那里移除。</translation>
    </message>
    <message>
        <source>How much notice do I have to give before I move out?</source>
        <translation>年假最多可以结转几天？</translation>
    </message>
    <message>
        <source>How many days of leave can be carried over?</source>
        <translation>稀释浓硫酸时应该怎么做？</translation>
    </message>
    <message>
        <source>How often must the filter of the dishwasher be cleaned?</source>
        <translation>夏天应该什么时候浇水？</translation>
    </message>
    <message>
        <source>Start with my own documents</source>
        <translation>从我自己的文档开始</translation>
    </message>
</context>
<context>
    <name>Rebuilding</name>
    <message>
        <source>Rebuilding the search index with {0}: {1} of {2}</source>
        <translation>正在用 {0} 重建搜索索引：{1} / {2}</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>goes on after the documents</source>
        <translation>添加完文档后继续</translation>
    </message>
    <message>
        <source>another running Alcove does it</source>
        <translation>由另一个正在运行的 Alcove 进行</translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>大约还需 %n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped. Searches go on as before.</source>
        <translation>已停止。搜索照常进行。</translation>
    </message>
    <message>
        <source>Searches use {0} now.</source>
        <translation>搜索现在使用 {0}。</translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s) are found by their words only</source>
        <translation>
            <numerusform>%n 个段落只能按字词找到</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecommendedSet</name>
    <message>
        <source>is here</source>
        <translation>已就位</translation>
    </message>
    <message>
        <source>{0}: {1} · {2} · {3}</source>
        <translation>{0}：{1} · {2} · {3}</translation>
    </message>
    <message>
        <source>{0} to download from {1}.</source>
        <translation>需从 {1} 下载 {0}。</translation>
    </message>
    <message>
        <source>{0} to download. No source is chosen in the settings.</source>
        <translation>需下载 {0}。设置中没有选择来源。</translation>
    </message>
    <message>
        <source>{0}. {1}</source>
        <translation>{0}。{1}</translation>
    </message>
</context>
<context>
    <name>Refusal</name>
    <message>
        <source>Locked with a password</source>
        <translation>有密码保护</translation>
    </message>
    <message>
        <source>The file is locked with a password.</source>
        <translation>文件有密码保护。</translation>
    </message>
    <message>
        <source>Save a copy without the password and add the copy.</source>
        <translation>请另存一份不带密码的副本，再添加副本。</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>The file is damaged or not complete.</source>
        <translation>文件已损坏或不完整。</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空文件</translation>
    </message>
    <message>
        <source>There is no text in the file.</source>
        <translation>文件里没有文字。</translation>
    </message>
    <message>
        <source>If it should hold text, open it in its own program and save it anew.</source>
        <translation>如果它应该有文字，请用原来的程序打开并重新保存。</translation>
    </message>
    <message>
        <source>Scanned, without text</source>
        <translation>扫描件，没有文字</translation>
    </message>
    <message>
        <source>The pages are pictures; there is no text in them to read.</source>
        <translation>页面都是图像，没有可读的文字。</translation>
    </message>
    <message>
        <source>Run text recognition (OCR) on it in a scanning program and add the result.</source>
        <translation>请在扫描软件中做文字识别（OCR），再添加结果。</translation>
    </message>
    <message>
        <source>Not a kind that can be read</source>
        <translation>不支持的类型</translation>
    </message>
    <message>
        <source>Alcove cannot read this kind of file yet.</source>
        <translation>Alcove 还不能读取这类文件。</translation>
    </message>
    <message>
        <source>Open it in its own program and save it anew, or get it again from its source.</source>
        <translation>请用原来的程序打开并重新保存，或从来源处重新取得。</translation>
    </message>
    <message>
        <source>Save it as PDF, DOCX, XLSX or plain text, then add that.</source>
        <translation>请另存为 PDF、DOCX、XLSX 或纯文本后再添加。</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>太大</translation>
    </message>
    <message>
        <source>The file is larger than Alcove can read.</source>
        <translation>文件超出了 Alcove 能读取的大小。</translation>
    </message>
    <message>
        <source>Split it into smaller files and add those.</source>
        <translation>请拆成几个较小的文件再添加。</translation>
    </message>
    <message>
        <source>Changed while being read</source>
        <translation>读取时有改动</translation>
    </message>
    <message>
        <source>The file kept changing while it was being read.</source>
        <translation>读取期间文件一直在变。</translation>
    </message>
    <message>
        <source>Close the program that writes to it, then read it again.</source>
        <translation>请关闭正在写入它的程序，然后重新读取。</translation>
    </message>
    <message>
        <source>Took too long</source>
        <translation>用时过长</translation>
    </message>
    <message>
        <source>Reading the file took longer than 30 seconds and was stopped.</source>
        <translation>读取超过 30 秒，已停止。</translation>
    </message>
    <message>
        <source>Split it into smaller files, or save it as plain text and add that.</source>
        <translation>请拆成较小的文件，或另存为纯文本后再添加。</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>未能读取</translation>
    </message>
    <message>
        <source>The reader broke off at this file; the other files are not affected.</source>
        <translation>读取程序在这个文件上中断了；其他文件不受影响。</translation>
    </message>
    <message>
        <source>Open it in its own program and save it anew, then read it again.</source>
        <translation>请用原来的程序打开并重新保存，然后重新读取。</translation>
    </message>
    <message>
        <source>No permission</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>The system does not let Alcove read this file.</source>
        <translation>系统不允许 Alcove 读取这个文件。</translation>
    </message>
    <message>
        <source>Allow your account to read it, then read it again.</source>
        <translation>请允许您的账户读取它，然后重新读取。</translation>
    </message>
    <message>
        <source>Not there</source>
        <translation>不在那里</translation>
    </message>
    <message>
        <source>There is no file or folder at this path.</source>
        <translation>这个路径上没有文件或文件夹。</translation>
    </message>
    <message>
        <source>Check the spelling, or put the file back and read it again.</source>
        <translation>请检查拼写，或把文件放回原处后重新读取。</translation>
    </message>
    <message>
        <source>Not a file</source>
        <translation>不是文件</translation>
    </message>
    <message>
        <source>This is a device or a link, not a file with text.</source>
        <translation>这是设备或链接，不是含有文字的文件。</translation>
    </message>
    <message>
        <source>Add the file itself.</source>
        <translation>请添加文件本身。</translation>
    </message>
    <message>
        <source>Not a recording</source>
        <translation>不是录音</translation>
    </message>
    <message>
        <source>By its name this is sound or film, but its content is something else.</source>
        <translation>看文件名是声音或影片，内容却是别的东西。</translation>
    </message>
    <message>
        <source>Get the recording again from its source, or give the file its right name.</source>
        <translation>请从来源重新取得录音，或给文件改成正确的名字。</translation>
    </message>
    <message>
        <source>A film without sound</source>
        <translation>没有声音的影片</translation>
    </message>
    <message>
        <source>There is no sound track in the film.</source>
        <translation>影片里没有声音轨道。</translation>
    </message>
    <message>
        <source>Add the recording that holds the sound.</source>
        <translation>请添加含有声音的录音。</translation>
    </message>
    <message>
        <source>Nobody speaks in it</source>
        <translation>没有人说话</translation>
    </message>
    <message>
        <source>No speech was found in the recording.</source>
        <translation>在录音里没有找到说话声。</translation>
    </message>
    <message>
        <source>If somebody speaks in it, make the recording louder and try again.</source>
        <translation>如果里面有人说话，请把录音调大声后再试。</translation>
    </message>
    <message>
        <source>A playlist, not a recording</source>
        <translation>是播放列表，不是录音</translation>
    </message>
    <message>
        <source>The file only names other files; Alcove opens none that you did not choose.</source>
        <translation>这个文件只列出别的文件；您没有选择的文件，Alcove 一概不打开。</translation>
    </message>
    <message>
        <source>Add the recordings themselves.</source>
        <translation>请添加录音本身。</translation>
    </message>
    <message>
        <source>Needs a speech model</source>
        <translation>需要语音模型</translation>
    </message>
    <message>
        <source>Recordings are written down by a speech model, and none is installed.</source>
        <translation>录音由语音模型转写，而现在没有安装。</translation>
    </message>
    <message>
        <source>Get one on the Models page, then read the file again.</source>
        <translation>请在“模型”页取得一个，然后重新读取此文件。</translation>
    </message>
</context>
<context>
    <name>ReviewView</name>
    <message>
        <source>Written: {name}</source>
        <translation>已写出：{name}</translation>
    </message>
    <message>
        <source>Back to the documents</source>
        <translation>返回文档列表</translation>
    </message>
    <message>
        <source>Write the file again</source>
        <translation>重新写出文件</translation>
    </message>
    <message>
        <source>With what you corrected; no model is asked</source>
        <translation>带上您的修改；不调用任何模型</translation>
    </message>
    <message numerus="yes">
        <source>%n to look at</source>
        <translation>
            <numerusform>%n 处待查看</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n</source>
        <translation>
            <numerusform>全部 %n 段</numerusform>
        </translation>
    </message>
    <message>
        <source>Parts of the document; Enter goes to the translation</source>
        <translation>文档的各段；按回车键进入译文</translation>
    </message>
    <message>
        <source>No part is marked. All of them can be read under “All”.</source>
        <translation>没有被标出的段落。可以在“全部”中逐段阅读。</translation>
    </message>
    <message>
        <source>Nothing needs a look</source>
        <translation>没有需要查看的地方</translation>
    </message>
</context>
<context>
    <name>RoleSection</name>
    <message>
        <source>Show fewer</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Show {0} more</source>
        <translation>再显示 {0} 个</translation>
    </message>
    <message>
        <source>Write answers from your documents. Without one, answers are quotes word for word.</source>
        <translation>根据您的文档撰写回答。没有它时，回答是原文摘录。</translation>
    </message>
    <message>
        <source>Find passages that mean the same in other words, also across languages.</source>
        <translation>找到意思相同而措辞不同的段落，跨语言也可以。</translation>
    </message>
</context>
<context>
    <name>RowDetails</name>
    <message>
        <source>Check every byte</source>
        <translation>逐字节检查</translation>
    </message>
    <message>
        <source>Try it out</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>Get it for another computer</source>
        <translation>为另一台电脑下载</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Files with their fingerprints (SHA-256), as {0} tells them</source>
        <translation>文件及其指纹（SHA-256），由 {0} 提供</translation>
    </message>
    <message>
        <source>Files with their fingerprints (SHA-256), checked on this computer</source>
        <translation>文件及其指纹（SHA-256），已在这台电脑上核对</translation>
    </message>
    <message>
        <source>Files with their fingerprints (SHA-256)</source>
        <translation>文件及其指纹（SHA-256）</translation>
    </message>
</context>
<context>
    <name>ScopeChip</name>
    <message>
        <source>All documents</source>
        <translation>全部文档</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n 个文档</numerusform>
        </translation>
    </message>
    <message>
        <source>PDF documents</source>
        <translation>PDF 文档</translation>
    </message>
    <message>
        <source>Text documents</source>
        <translation>文字文档</translation>
    </message>
    <message>
        <source>Slides</source>
        <translation>幻灯片</translation>
    </message>
    <message>
        <source>Sheets and tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Web pages and books</source>
        <translation>网页和电子书</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>邮件</translation>
    </message>
    <message>
        <source>Notes and plain text</source>
        <translation>笔记和纯文本</translation>
    </message>
    <message>
        <source>Source code</source>
        <translation>源代码</translation>
    </message>
    <message>
        <source>Some documents</source>
        <translation>部分文档</translation>
    </message>
    <message>
        <source>Where to look: {scope}</source>
        <translation>查找范围：{scope}</translation>
    </message>
    <message>
        <source>Choose which documents to look at</source>
        <translation>选择在哪些文档中查找</translation>
    </message>
</context>
<context>
    <name>Seal</name>
    <message>
        <source>Not sealed</source>
        <translation>未封闭</translation>
    </message>
    <message>
        <source>This system offers programs no way to give up the network for good.</source>
        <translation>这个系统没有让程序彻底放弃网络的办法。</translation>
    </message>
    <message>
        <source>Alcove holds no code that connects; a firewall rule can prove it here.</source>
        <translation>Alcove 不含任何联网代码；在这里可以用防火墙规则来证明。</translation>
    </message>
    <message>
        <source>The seal does not know this kind of processor.</source>
        <translation>封闭功能不认识这种处理器。</translation>
    </message>
    <message>
        <source>The system refused the seal.</source>
        <translation>系统拒绝了封闭。</translation>
    </message>
    <message>
        <source>A newer kernel accepts it. Alcove holds no code that connects.</source>
        <translation>较新的内核会接受它。Alcove 不含任何联网代码。</translation>
    </message>
    <message>
        <source>The system took the seal, but a trial connection was let through all the same.</source>
        <translation>系统接受了封闭，但试探连接仍被放行。</translation>
    </message>
    <message>
        <source>Do not rely on the seal here. Alcove holds no code that connects.</source>
        <translation>请不要在这里依赖封闭。Alcove 不含任何联网代码。</translation>
    </message>
    <message>
        <source>May download</source>
        <translation>可以下载</translation>
    </message>
    <message>
        <source>This process fetches models that you ask for, and runs only while it does.</source>
        <translation>此进程下载您要求的模型，只在下载期间运行。</translation>
    </message>
    <message>
        <source>It sees no document of yours and connects to the sources of models only.</source>
        <translation>它看不到您的任何文档，只连接模型来源。</translation>
    </message>
</context>
<context>
    <name>SealProof</name>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Reading documents</source>
        <translation>读取文档</translation>
    </message>
    <message>
        <source>Embedding model</source>
        <translation>向量模型</translation>
    </message>
    <message>
        <source>Language model</source>
        <translation>语言模型</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>not running, so it reaches nothing</source>
        <translation>没有运行，因此接触不到任何网络</translation>
    </message>
    <message>
        <source>sealed by the system ({0})</source>
        <translation>已由系统封闭（{0}）</translation>
    </message>
    <message>
        <source>Alcove holds no code that connects anywhere, but on this system nothing enforces it. See below what is missing.</source>
        <translation>Alcove 不含任何联网代码，但在这个系统上没有强制措施。缺少的部分见下。</translation>
    </message>
    <message>
        <source>Checked at {0}. Each part starts when it is needed and is sealed first.</source>
        <translation>检查时间：{0}。各部分在需要时启动，启动时先封闭。</translation>
    </message>
    <message>
        <source>Trial connection, IPv4</source>
        <translation>试探连接，IPv4</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>语音</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Trial connection, IPv6</source>
        <translation>试探连接，IPv6</translation>
    </message>
    <message>
        <source>Trial connection, local</source>
        <translation>试探连接，本机</translation>
    </message>
    <message>
        <source>refused by the system ({0})</source>
        <translation>被系统拒绝（{0}）</translation>
    </message>
    <message>
        <source>not refused ({0})</source>
        <translation>没有被拒绝（{0}）</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>再查一次</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
    <message>
        <source>Checking the seal</source>
        <translation>正在检查封闭</translation>
    </message>
    <message>
        <source>Offline seal</source>
        <translation>离线封闭</translation>
    </message>
    <message>
        <source>Nothing leaves this computer</source>
        <translation>没有任何内容离开这台电脑</translation>
    </message>
    <message>
        <source>Every part of Alcove gave up the network when it started, and the system enforces it: it cannot be undone while Alcove runs. Alcove also holds no code that connects anywhere.</source>
        <translation>Alcove 的每个部分在启动时就放弃了网络，并由系统强制执行：运行期间无法撤销。Alcove 也不含任何联网代码。</translation>
    </message>
    <message>
        <source>Offline, but not sealed by the system</source>
        <translation>离线，但未由系统封闭</translation>
    </message>
</context>
<context>
    <name>SegmentEditor</name>
    <message>
        <source>Accept and next</source>
        <translation>确认，下一处</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>The translation is right as it stands now ({keys})</source>
        <translation>现在的译文是对的（{keys}）</translation>
    </message>
    <message>
        <source>Translation of this part</source>
        <translation>本段的译文</translation>
    </message>
    <message>
        <source>It was not translated</source>
        <translation>没有翻译</translation>
    </message>
    <message>
        <source>⟦1⟧ and the like stand for formatting, links and notes: leave them around the same words.</source>
        <translation>⟦1⟧ 之类的符号代表格式、链接和注释：请让它们仍围住同样的词语。</translation>
    </message>
</context>
<context>
    <name>SelectionController</name>
    <message>
        <source>Nothing is selected</source>
        <translation>没有选中文字</translation>
    </message>
    <message>
        <source>This is too long for a selection</source>
        <translation>选中的文字太长</translation>
    </message>
    <message>
        <source>Translate it as a document.</source>
        <translation>请作为文档翻译。</translation>
    </message>
    <message>
        <source>Translating…</source>
        <translation>正在翻译…</translation>
    </message>
    <message>
        <source>{0} · check it: parts are doubtful</source>
        <translation>{0} · 请核对：有些地方不确定</translation>
    </message>
</context>
<context>
    <name>SelfTest</name>
    <message>
        <source>Cannot be tried yet: this version does not run models of this kind.</source>
        <translation>暂时无法试用：此版本还不能运行这类模型。</translation>
    </message>
    <message>
        <source>Failed its self-test on {0}: {1}</source>
        <translation>{0} 自检未通过：{1}</translation>
    </message>
    <message>
        <source>Checked on {0}: {1} passages/s on {2}</source>
        <translation>{0} 已检查：在{2}上每秒 {1} 个段落</translation>
    </message>
    <message>
        <source>Checked on {0}: {1} tokens/s on {2}</source>
        <translation>{0} 已检查：在{2}上每秒 {1} 个词元</translation>
    </message>
    <message>
        <source>it gives values that are no numbers</source>
        <translation>它给出的值不是数字</translation>
    </message>
    <message>
        <source>it gives something else for the same text each time</source>
        <translation>同样的文字每次给出不同的结果</translation>
    </message>
    <message>
        <source>it gives no answer</source>
        <translation>它没有给出回答</translation>
    </message>
    <message>
        <source>its vectors do not have the right length</source>
        <translation>它的向量长度不对</translation>
    </message>
    <message>
        <source>it cannot tell different texts apart</source>
        <translation>它分不清不同的文字</translation>
    </message>
    <message>
        <source>it gives something else than its makers say</source>
        <translation>它给出的结果与制作者所说的不同</translation>
    </message>
    <message>
        <source>Checked on {0}: {1} times as fast as speech on {2}</source>
        <translation>{0} 检查过：在{2}上比说话快 {1} 倍</translation>
    </message>
    <message>
        <source>it hears words in silence</source>
        <translation>它在寂静中听出了话</translation>
    </message>
</context>
<context>
    <name>SetCard</name>
    <message>
        <source>Recommended for this computer</source>
        <translation>推荐给这台电脑</translation>
    </message>
    <message>
        <source>Get the set</source>
        <translation>下载这一套</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>The desktop offers no way to open it from here. The folder is {0}</source>
        <translation>桌面没有提供从这里打开它的办法。文件夹位于 {0}</translation>
    </message>
    <message>
        <source>Nothing opened the folder</source>
        <translation>没有程序打开这个文件夹</translation>
    </message>
    <message>
        <source>No embedding model is installed: Alcove finds passages by their words only.</source>
        <translation>没有安装向量模型：Alcove 只能按字词查找段落。</translation>
    </message>
    <message>
        <source>No language model is installed: answers are quotes from your documents, word for word.</source>
        <translation>没有安装语言模型：回答是文档原文的摘录，一字不改。</translation>
    </message>
    <message>
        <source>Language model: writes answers</source>
        <translation>语言模型：撰写回答</translation>
    </message>
    <message>
        <source>Embedding model: finds passages by meaning</source>
        <translation>向量模型：按意思查找段落</translation>
    </message>
    <message>
        <source>Reranker: puts the best passages first</source>
        <translation>重排模型：把最好的段落排在前面</translation>
    </message>
    <message>
        <source>Speech model</source>
        <translation>语音模型</translation>
    </message>
    <message>
        <source>Translation model</source>
        <translation>翻译模型</translation>
    </message>
    <message>
        <source>For demonstration: copies one sentence</source>
        <translation>仅供演示:照抄一个句子</translation>
    </message>
    <message>
        <source>For demonstration: knows a few words</source>
        <translation>演示用：只懂少量词语</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Your data</source>
        <translation>您的数据</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Offline seal</source>
        <translation>离线封闭</translation>
    </message>
    <message>
        <source>About Alcove</source>
        <translation>关于 Alcove</translation>
    </message>
    <message>
        <source>The language of this window.</source>
        <translation>窗口使用的语言。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light paper or dark ink.</source>
        <translation>浅色纸面或深色墨面。</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Everything Alcove keeps is in one folder. Your own files stay where they are.</source>
        <translation>Alcove 保存的一切都在一个文件夹里。您自己的文件留在原处。</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Alcove gave up the network when it started, and the system enforces it.</source>
        <translation>Alcove 在启动时就放弃了网络，并由系统强制执行。</translation>
    </message>
    <message>
        <source>Alcove holds no code that connects, but on this system nothing enforces it.</source>
        <translation>Alcove 不含任何联网代码，但在这个系统上没有强制措施。</translation>
    </message>
    <message>
        <source>Show the proof</source>
        <translation>查看证明</translation>
    </message>
</context>
<context>
    <name>SetupCard</name>
    <message>
        <source>Translate the column {name}</source>
        <translation>翻译“{name}”这一列</translation>
    </message>
    <message>
        <source>Detect the language</source>
        <translation>自动识别语言</translation>
    </message>
    <message>
        <source>Beside the original</source>
        <translation>与原件放在一起</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>其他文件夹…</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Translate none of them</source>
        <translation>都不翻译</translation>
    </message>
    <message>
        <source>Language of the document</source>
        <translation>文档的语言</translation>
    </message>
    <message>
        <source>Translate the document into</source>
        <translation>文档译成</translation>
    </message>
    <message>
        <source>The original is only read. The translation is a new file.</source>
        <translation>原件只会被读取，译文是一个新文件。</translation>
    </message>
    <message>
        <source>A PDF becomes a Word document of two columns, page by page.</source>
        <translation>PDF 会变成两栏对照的 Word 文档，逐页排列。</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>into</source>
        <translation>译成</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>译文</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>ShellWindow</name>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>文库</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Dictate</source>
        <translation>听写</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>SideContents</name>
    <message>
        <source>Earlier conversations</source>
        <translation>以前的对话</translation>
    </message>
    <message>
        <source>Offline seal</source>
        <translation>离线封闭</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Close the side panel (Esc)</source>
        <translation>关闭侧栏（Esc）</translation>
    </message>
</context>
<context>
    <name>Sound</name>
    <message>
        <source>Nothing to play it on</source>
        <translation>没有可以播放的设备</translation>
    </message>
    <message>
        <source>The system names no speaker or headphones. The recording is kept.</source>
        <translation>系统没有列出任何扬声器或耳机。录音仍然保留。</translation>
    </message>
    <message>
        <source>Connect one, or choose one in the system&apos;s sound settings, then try once more.</source>
        <translation>请连接一个，或在系统的声音设置里选择一个，然后重试。</translation>
    </message>
    <message>
        <source>Not in the history</source>
        <translation>历史里没有这一条</translation>
    </message>
    <message>
        <source>What was spoken there has been deleted.</source>
        <translation>那一段口述已被删除。</translation>
    </message>
    <message>
        <source>Speak again, or add the recording again.</source>
        <translation>请重新口述，或重新添加录音。</translation>
    </message>
</context>
<context>
    <name>Source</name>
    <message>
        <source>“{1}” ({0})</source>
        <translation>“{1}”（{0}）</translation>
    </message>
    <message>
        <source>dictated {0}</source>
        <translation>听写于 {0}</translation>
    </message>
</context>
<context>
    <name>SourceList</name>
    <message>
        <source>Source {n}: {source}</source>
        <translation>来源 {n}：{source}</translation>
    </message>
</context>
<context>
    <name>Speaker</name>
    <message>
        <source>Left</source>
        <translation>左声道</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右声道</translation>
    </message>
    <message>
        <source>Channel {0}</source>
        <translation>声道 {0}</translation>
    </message>
</context>
<context>
    <name>Start</name>
    <message>
        <source>Alcove is already open; its window comes to the front.</source>
        <translation>Alcove 已经打开；它的窗口会来到前面。</translation>
    </message>
    <message>
        <source>Alcove is already open. Its data folder cannot be written.</source>
        <translation>Alcove 已经打开，但它的数据文件夹无法写入。</translation>
    </message>
</context>
<context>
    <name>SuggestedWords</name>
    <message>
        <source>Take “{0}”</source>
        <translation>采用“{0}”</translation>
    </message>
    <message>
        <source>Leave “{0}”</source>
        <translation>不用“{0}”</translation>
    </message>
    <message>
        <source>Your documents use these often</source>
        <translation>您的文档常用这些词</translation>
    </message>
    <message>
        <source>Leave all</source>
        <translation>全部不用</translation>
    </message>
</context>
<context>
    <name>Suggestions</name>
    <message numerus="yes">
        <source>%n word(s) that stand often in your documents</source>
        <translation>
            <numerusform>您的文档中有 %n 个常见词语</numerusform>
        </translation>
    </message>
    <message>
        <source>Make it a term</source>
        <translation>设为术语</translation>
    </message>
    <message>
        <source>Not this one</source>
        <translation>不用这个</translation>
    </message>
</context>
<context>
    <name>TargetPane</name>
    <message>
        <source>Other wordings</source>
        <translation>其他译法</translation>
    </message>
</context>
<context>
    <name>TermEditor</name>
    <message>
        <source>Term</source>
        <translation>术语</translation>
    </message>
    <message>
        <source>Its translation</source>
        <translation>它的译法</translation>
    </message>
    <message>
        <source>Do not translate</source>
        <translation>不翻译</translation>
    </message>
    <message>
        <source>Only when written with these capitals</source>
        <translation>仅在大小写一致时</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Language of the term</source>
        <translation>术语的语言</translation>
    </message>
    <message>
        <source>Language of its translation</source>
        <translation>译法的语言</translation>
    </message>
</context>
<context>
    <name>TermsView</name>
    <message>
        <source>Some terms have two translations</source>
        <translation>有些术语有两种译法</translation>
    </message>
    <message>
        <source>{names}: the first counts until one of them is changed or deleted.</source>
        <translation>{names}：在修改或删除其中一个之前，以第一个为准。</translation>
    </message>
    <message numerus="yes">
        <source>%n term(s) read</source>
        <translation>
            <numerusform>读入 %n 条术语</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out: another language, or no text</source>
        <translation>
            <numerusform>略去 %n 条：语言不符，或没有文字</numerusform>
        </translation>
    </message>
    <message>
        <source>with two translations: {names}</source>
        <translation>有两种译法：{names}</translation>
    </message>
    <message numerus="yes">
        <source>%n new or changed</source>
        <translation>
            <numerusform>%n 条为新增或有改动</numerusform>
        </translation>
    </message>
    <message>
        <source>Written: {name}</source>
        <translation>已写出：{name}</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>所有文档</translation>
    </message>
    <message>
        <source>Search terms</source>
        <translation>搜索术语</translation>
    </message>
    <message>
        <source>For which documents these terms hold</source>
        <translation>这些术语适用于哪些文档</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>New term</source>
        <translation>新术语</translation>
    </message>
    <message>
        <source>Terms; Enter changes one, Delete deletes it</source>
        <translation>术语；按回车键修改，按删除键删除</translation>
    </message>
    <message>
        <source>Your own words</source>
        <translation>您自己的用词</translation>
    </message>
    <message>
        <source>Say once how a name or a technical term is translated, or that it never is. Every translation keeps to it, and says where it could not.</source>
        <translation>人名或专业术语怎样翻译、或者从不翻译，只需说一次。每次翻译都会照办，做不到的地方会指出来。</translation>
    </message>
    <message numerus="yes">
        <source>%n sentence(s) read</source>
        <translation>
            <numerusform>读入 %n 句</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new in the memory</source>
        <translation>
            <numerusform>翻译记忆新增 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Terms from a table (CSV) or a TBX file; sentences from a TMX file</source>
        <translation>从表格（CSV）或 TBX 文件导入术语；从 TMX 文件导入句子</translation>
    </message>
    <message>
        <source>Terms as a table (CSV) or TBX; what was learnt as TMX</source>
        <translation>术语存为表格（CSV）或 TBX；学到的译法存为 TMX</translation>
    </message>
</context>
<context>
    <name>TextController</name>
    <message>
        <source>{done} of {all} sentences</source>
        <translation>已译 {done} / {all} 句</translation>
    </message>
    <message numerus="yes">
        <source>%n sentence(s) to look at</source>
        <translation>
            <numerusform>%n 句待查看</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TextHistoryPanel</name>
    <message>
        <source>Earlier translations</source>
        <translation>以前的翻译</translation>
    </message>
    <message>
        <source>Search both languages</source>
        <translation>在两种语言中搜索</translation>
    </message>
    <message>
        <source>Search earlier translations</source>
        <translation>搜索以前的翻译</translation>
    </message>
    <message>
        <source>Earlier translations; Enter opens, Delete deletes</source>
        <translation>以前的翻译；按回车键打开，按删除键删除</translation>
    </message>
    <message>
        <source>No earlier translation holds these words.</source>
        <translation>以前的翻译中没有这些词。</translation>
    </message>
    <message>
        <source>What you translate is kept here, on this computer.</source>
        <translation>您翻译过的内容保存在这里，只在本机。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>TextView</name>
    <message>
        <source>The document is long; this is the part around the passage.</source>
        <translation>文档很长；这是该段落前后的部分。</translation>
    </message>
    <message>
        <source>Text of the document, with the passage marked</source>
        <translation>文档文字，已标出该段落</translation>
    </message>
    <message>
        <source>Only the first {count} characters were taken</source>
        <translation>只取了前 {count} 个字符</translation>
    </message>
    <message>
        <source>The text has {count}. Save it as a file and translate that under Documents.</source>
        <translation>原文有 {count} 个字符。请存成文件，在“文档”中翻译。</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>{count} of at most {most} characters</source>
        <translation>{count} 个字符，最多 {most} 个</translation>
    </message>
    <message>
        <source>{count} characters</source>
        <translation>{count} 个字符</translation>
    </message>
    <message>
        <source>Type or paste text</source>
        <translation>输入或粘贴文字</translation>
    </message>
    <message>
        <source>Text to translate</source>
        <translation>要翻译的文字</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>译文</translation>
    </message>
    <message>
        <source>Translation; what you change here is learnt</source>
        <translation>译文；您在这里的修改会被记住</translation>
    </message>
    <message>
        <source>Speak the text in</source>
        <translation>说出要翻译的文字</translation>
    </message>
    <message>
        <source>Read the original aloud</source>
        <translation>朗读原文</translation>
    </message>
    <message>
        <source>Empty both sides</source>
        <translation>清空两边</translation>
    </message>
    <message>
        <source>Copy the translation</source>
        <translation>复制译文</translation>
    </message>
    <message>
        <source>Read the translation aloud</source>
        <translation>朗读译文</translation>
    </message>
    <message>
        <source>Other wordings</source>
        <translation>其他译法</translation>
    </message>
    <message>
        <source>Other ways to say the sentence at the caret (Alt+Down)</source>
        <translation>光标所在句子的其他译法（Alt+下箭头）</translation>
    </message>
    <message>
        <source>Check back</source>
        <translation>回译检查</translation>
    </message>
    <message>
        <source>Translate the translation back, to see what it says</source>
        <translation>把译文译回来，看看它说了什么</translation>
    </message>
</context>
<context>
    <name>ThoughtView</name>
    <message>
        <source>Thinking…</source>
        <translation>正在思考…</translation>
    </message>
    <message>
        <source>Thought for {seconds} s</source>
        <translation>思考了 {seconds} 秒</translation>
    </message>
    <message>
        <source>Fold the thought</source>
        <translation>收起思考内容</translation>
    </message>
    <message>
        <source>Read what the model thought</source>
        <translation>查看模型的思考内容</translation>
    </message>
</context>
<context>
    <name>Transcribing</name>
    <message>
        <source>Waits for its turn</source>
        <translation>等待转写</translation>
    </message>
    <message>
        <source>{0} of {1} heard</source>
        <translation>已听 {0}，共 {1}</translation>
    </message>
    <message>
        <source>{0} heard</source>
        <translation>已听 {0}</translation>
    </message>
</context>
<context>
    <name>TranscriptController</name>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
</context>
<context>
    <name>TranscriptPanel</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Transcribe again with</source>
        <translation>换模型重新转写</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Insert again</source>
        <translation>再次插入</translation>
    </message>
    <message>
        <source>Writes it where the cursor was before you came here.</source>
        <translation>写到您来这里之前光标所在的地方。</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>As heard</source>
        <translation>原始识别</translation>
    </message>
    <message>
        <source>What was recognised, before your rules changed it.</source>
        <translation>规则修改之前识别出的文字。</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Transcript; Enter plays the line</source>
        <translation>文字稿；回车播放该行</translation>
    </message>
</context>
<context>
    <name>Translate</name>
    <message>
        <source>Your own wording; it will be used again</source>
        <translation>您自己的译法；以后会沿用</translation>
    </message>
    <message>
        <source>From memory</source>
        <translation>来自翻译记忆</translation>
    </message>
    <message>
        <source>From memory, {percent} % alike</source>
        <translation>来自翻译记忆，相似度 {percent}%</translation>
    </message>
    <message>
        <source>Nothing to translate here</source>
        <translation>这里没有需要翻译的内容</translation>
    </message>
    <message>
        <source>through {language}</source>
        <translation>经由{language}</translation>
    </message>
    <message>
        <source>a chat model</source>
        <translation>对话模型</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>立即完成</translation>
    </message>
    <message>
        <source>faster than one reads</source>
        <translation>比阅读快</translation>
    </message>
    <message>
        <source>slower than one reads</source>
        <translation>比阅读慢</translation>
    </message>
    <message>
        <source>A translation model or a chat model is needed. The Models page shows which fit.</source>
        <translation>需要一个翻译模型或对话模型。“模型”页会列出合适的。</translation>
    </message>
    <message>
        <source>{name} translates on this computer, without a network. The Models page shows its size.</source>
        <translation>{name} 在本机翻译，不需要网络。“模型”页会显示它的大小。</translation>
    </message>
    <message>
        <source>{name} translates on this computer, without a network. It takes {size} of the disk.</source>
        <translation>{name} 在本机翻译，不需要网络，占用磁盘 {size}。</translation>
    </message>
</context>
<context>
    <name>TranslateController</name>
    <message>
        <source>No voice for this language</source>
        <translation>没有这种语言的语音</translation>
    </message>
    <message>
        <source>This computer has voices, but none that speaks it. The system&apos;s settings can add one.</source>
        <translation>这台电脑有语音，但没有这种语言的。可以在系统设置中添加。</translation>
    </message>
    <message>
        <source>Nothing here can read aloud</source>
        <translation>这里无法朗读</translation>
    </message>
    <message>
        <source>This computer has no speech output. On Linux, the package speech-dispatcher brings it.</source>
        <translation>这台电脑没有语音输出。在 Linux 上，安装 speech-dispatcher 软件包即可。</translation>
    </message>
</context>
<context>
    <name>TranslateDocuments</name>
    <message>
        <source>Writing the file…</source>
        <translation>正在写出文件…</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>{done} of {all} parts</source>
        <translation>已译 {done} / {all} 段</translation>
    </message>
    <message>
        <source>Paused at {done} of {all} parts</source>
        <translation>已暂停：{done} / {all} 段</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopped; no file was written</source>
        <translation>已停止；没有写出文件</translation>
    </message>
    <message>
        <source>into {language}</source>
        <translation>译成{language}</translation>
    </message>
    <message>
        <source>Alone</source>
        <translation>只要译文</translation>
    </message>
    <message>
        <source>Below the original</source>
        <translation>在原文下方</translation>
    </message>
    <message>
        <source>Beside the original</source>
        <translation>在原文旁边</translation>
    </message>
</context>
<context>
    <name>TranslateDoors</name>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Documents to translate</source>
        <translation>要翻译的文档</translation>
    </message>
    <message>
        <source>Where to save the translations</source>
        <translation>译文保存到哪里</translation>
    </message>
    <message>
        <source>Terms to take in</source>
        <translation>要导入的术语</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>术语</translation>
    </message>
    <message>
        <source>Where to write the terms</source>
        <translation>术语写到哪里</translation>
    </message>
    <message>
        <source>Translated: {name}</source>
        <translation>已翻译：{name}</translation>
    </message>
</context>
<context>
    <name>TranslatePage</name>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>术语</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Earlier translations</source>
        <translation>以前的翻译</translation>
    </message>
    <message>
        <source>Go to Models</source>
        <translation>前往“模型”</translation>
    </message>
    <message>
        <source>Nothing here can translate yet</source>
        <translation>这里还不能翻译</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
</context>
<context>
    <name>TranslateTerms</name>
    <message>
        <source>stays as it is</source>
        <translation>保持不变</translation>
    </message>
</context>
<context>
    <name>Translation</name>
    <message>
        <source>No model for these languages</source>
        <translation>没有适合这两种语言的模型</translation>
    </message>
    <message>
        <source>Nothing that is installed here translates between these two languages.</source>
        <translation>这里安装的模型都不能在这两种语言之间翻译。</translation>
    </message>
    <message>
        <source>Get a translation model or a language model on the Models page.</source>
        <translation>请在“模型”页获取一个翻译模型或语言模型。</translation>
    </message>
    <message>
        <source>These two languages are not known</source>
        <translation>不支持这两种语言</translation>
    </message>
    <message>
        <source>No model that Alcove knows of translates between these two languages.</source>
        <translation>Alcove 所知的模型都不能在这两种语言之间翻译。</translation>
    </message>
    <message>
        <source>Choose other languages, or import a model of your own.</source>
        <translation>请选择其他语言，或导入您自己的模型。</translation>
    </message>
    <message>
        <source>The text is too long for this box</source>
        <translation>文本太长，这里放不下</translation>
    </message>
    <message>
        <source>The text is longer than can be translated at once. It was left as it is.</source>
        <translation>文本超出一次可以翻译的长度，已保持原样。</translation>
    </message>
    <message>
        <source>Save it as a file and translate that: files may be much longer.</source>
        <translation>请把它存为文件再翻译：文件可以长得多。</translation>
    </message>
    <message>
        <source>No model that Alcove knows of translates from {source} into {target}.</source>
        <translation>Alcove 所知的模型都不能从{source}翻译成{target}。</translation>
    </message>
    <message>
        <source>Nothing that is installed here translates from {source} into {target}.</source>
        <translation>这里安装的模型都不能从{source}翻译成{target}。</translation>
    </message>
    <message>
        <source>Get {model} on the Models page ({size} on the disk), or with `{command}`.</source>
        <translation>请在“模型”页获取 {model}（占用磁盘 {size}），或运行 `{command}`。</translation>
    </message>
    <message>
        <source>The model wrote nothing</source>
        <translation>模型什么也没有写</translation>
    </message>
    <message>
        <source>The model repeats itself</source>
        <translation>模型在重复</translation>
    </message>
    <message>
        <source>Parts were not translated</source>
        <translation>有些部分没有翻译</translation>
    </message>
    <message>
        <source>Much shorter or longer than the original</source>
        <translation>比原文短得多或长得多</translation>
    </message>
    <message>
        <source>The numbers differ</source>
        <translation>数字不一致</translation>
    </message>
    <message>
        <source>A link, or formatting, was lost</source>
        <translation>丢失了链接或格式</translation>
    </message>
    <message>
        <source>A term of your glossary was not used</source>
        <translation>没有使用术语表中的术语</translation>
    </message>
    <message>
        <source>The model stopped before the end</source>
        <translation>模型在结尾之前就停了</translation>
    </message>
    <message>
        <source>Taken from a similar text</source>
        <translation>取自相似的文本</translation>
    </message>
    <message>
        <source>Which languages?</source>
        <translation>是哪两种语言？</translation>
    </message>
    <message>
        <source>The file does not say which languages its terms are in, or it holds several.</source>
        <translation>文件没有说明术语是哪两种语言，或者含有多种语言。</translation>
    </message>
    <message>
        <source>Name both languages, or use a TBX or TMX file.</source>
        <translation>请指明两种语言，或使用 TBX 或 TMX 文件。</translation>
    </message>
    <message>
        <source>Which language is this?</source>
        <translation>这是什么语言？</translation>
    </message>
    <message>
        <source>The text does not tell which language it is written in.</source>
        <translation>从文本看不出它是用哪种语言写的。</translation>
    </message>
    <message>
        <source>Choose the language of the text yourself.</source>
        <translation>请自己选择文本的语言。</translation>
    </message>
    <message>
        <source>It is in this language already</source>
        <translation>文本已经是这种语言</translation>
    </message>
    <message>
        <source>The text is written in the language that it should be translated into.</source>
        <translation>文本所用的语言就是要译成的语言。</translation>
    </message>
    <message>
        <source>Choose another language.</source>
        <translation>请选择另一种语言。</translation>
    </message>
</context>
<context>
    <name>TranslationPopup</name>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Puts the translation in the place of what is selected.</source>
        <translation>用译文替换选中的文字。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Open in Translate</source>
        <translation>在“翻译”中打开</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>译文</translation>
    </message>
    <message>
        <source>Translation of the selection</source>
        <translation>选中文字的译文</translation>
    </message>
</context>
<context>
    <name>TranslationSegment</name>
    <message>
        <source>Translation of documents</source>
        <translation>文档翻译</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Show the documents under translation</source>
        <translation>查看正在翻译的文档</translation>
    </message>
    <message>
        <source>Go on with the translation</source>
        <translation>继续翻译</translation>
    </message>
    <message>
        <source>Pause the translation</source>
        <translation>暂停翻译</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Stop the translation; no file is written</source>
        <translation>停止翻译；不会写出文件</translation>
    </message>
</context>
<context>
    <name>TurnView</name>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Stopped half-way. What is here is kept.</source>
        <translation>中途停止。已写出的内容保留。</translation>
    </message>
    <message>
        <source>The model began to repeat itself and was stopped.</source>
        <translation>模型开始重复自己的话，已被停止。</translation>
    </message>
    <message>
        <source>The model came to its limit; the answer may lack its end.</source>
        <translation>模型已到上限；回答可能缺少结尾。</translation>
    </message>
    <message>
        <source>The answer cites no passage. Check it against the nearest one, quoted below it.</source>
        <translation>回答没有引用段落。请对照下面最接近的一段核对。</translation>
    </message>
    <message>
        <source>The graphics card failed; the processor wrote this answer from its beginning.</source>
        <translation>显卡出了问题；这个回答由处理器从头写成。</translation>
    </message>
    <message>
        <source>Passages left out because the model has no room for them: {count}.</source>
        <translation>因模型容量有限而未用到的段落：{count} 个。</translation>
    </message>
    <message>
        <source>Earlier questions left out because the model has no room for them: {count}.</source>
        <translation>因模型容量有限而未用到的先前问题：{count} 个。</translation>
    </message>
    <message>
        <source>Citation {n}: {source}. {quote}</source>
        <translation>引用 {n}：{source}。{quote}</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the answer with its sources</source>
        <translation>复制回答和来源</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>重新回答</translation>
    </message>
    <message>
        <source>Answer this question anew</source>
        <translation>重新回答这个问题</translation>
    </message>
    <message>
        <source>Answer; left and right walk its citations, Enter opens one</source>
        <translation>回答；左右键浏览引用，回车打开</translation>
    </message>
    <message>
        <source>Question: {question}</source>
        <translation>问题：{question}</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Welcome to Alcove</source>
        <translation>欢迎使用 Alcove</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>your own documents, and see the very passage that each answer rests on.</source>
        <translation>向您自己的文档提问，每个回答都能看到它所依据的那一段。</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>texts as you type them, and whole documents that keep their layout.</source>
        <translation>边写边译的文字，以及保持版式的整份文档。</translation>
    </message>
    <message>
        <source>Dictate</source>
        <translation>听写</translation>
    </message>
    <message>
        <source>into any program, and turn recordings into text that can be searched.</source>
        <translation>在任何程序里口述，把录音变成可以检索的文字。</translation>
    </message>
    <message>
        <source>All of it happens on this computer: nothing that you read, write or say leaves it.</source>
        <translation>一切都在这台电脑上完成：您读的、写的、说的，一个字也不会离开。</translation>
    </message>
    <message>
        <source>Get the models that suit this computer</source>
        <translation>下载适合这台电脑的模型</translation>
    </message>
    <message>
        <source>I have models already</source>
        <translation>我已经有模型</translation>
    </message>
    <message>
        <source>Start without</source>
        <translation>先不用模型</translation>
    </message>
    <message>
        <source>On a stick, in a folder, or in another program on this computer. No network is needed.</source>
        <translation>在 U 盘、文件夹或这台电脑的其他程序里。不需要网络。</translation>
    </message>
    <message>
        <source>Search by words and answers in quotes work now. A model can come at any time.</source>
        <translation>按字词搜索和原文摘录现在就能用。模型随时可以再加。</translation>
    </message>
    <message>
        <source>Nothing but this download ever uses the network.</source>
        <translation>除了这次下载，不会有任何操作使用网络。</translation>
    </message>
    <message>
        <source>Bring models…</source>
        <translation>导入模型…</translation>
    </message>
    <message>
        <source>Start now</source>
        <translation>现在开始</translation>
    </message>
    <message>
        <source>Looking at this computer…</source>
        <translation>正在查看这台电脑…</translation>
    </message>
    <message>
        <source>Get the set</source>
        <translation>下载这一套</translation>
    </message>
    <message>
        <source>No set of models fits this computer. Search and quotes work all the same.</source>
        <translation>没有适合这台电脑的整套模型。搜索和原文摘录照常可用。</translation>
    </message>
    <message>
        <source>Get the set · {0}</source>
        <translation>下载这一套 · {0}</translation>
    </message>
</context>
<context>
    <name>WordingsPopup</name>
    <message>
        <source>Looking for other wordings…</source>
        <translation>正在寻找其他译法…</translation>
    </message>
    <message>
        <source>Other wordings; Enter takes one</source>
        <translation>其他译法；按回车键采用</translation>
    </message>
    <message>
        <source>Other wordings</source>
        <translation>其他译法</translation>
    </message>
    <message>
        <source>No other wording was found for this sentence.</source>
        <translation>这个句子没有找到其他译法。</translation>
    </message>
</context>
<context>
    <name>WordsController</name>
    <message numerus="yes">
        <source>%n word(s) written</source>
        <translation>
            <numerusform>已写入 %n 个词</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking through the documents…</source>
        <translation>正在查看文档…</translation>
    </message>
    <message numerus="yes">
        <source>%n word(s) taken in</source>
        <translation>
            <numerusform>已导入 %n 个词</numerusform>
        </translation>
    </message>
    <message>
        <source>These lines could not be used: {0}</source>
        <translation>这些行无法使用：{0}</translation>
    </message>
    <message>
        <source>The documents hold no names or terms that are not in the list already.</source>
        <translation>文档里没有词汇表之外的名字或术语。</translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation>没有新词</translation>
    </message>
</context>
<context>
    <name>WordsPanel</name>
    <message>
        <source>No word of the list is in it.</source>
        <translation>里面没有词汇表中的词。</translation>
    </message>
    <message>
        <source>{text}
Changed by: {names}</source>
        <translation>{text}
由这些词改动：{names}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Import words from a file</source>
        <translation>从文件导入词汇</translation>
    </message>
    <message>
        <source>Write the words to a file</source>
        <translation>把词汇写入文件</translation>
    </message>
    <message>
        <source>Look for words in the documents</source>
        <translation>在文档中寻找词汇</translation>
    </message>
    <message>
        <source>Names, terms and abbreviations that you say. Dictation listens for them and spells them like this.</source>
        <translation>您常说的名字、术语和缩写：听写会留意它们，并照此书写。</translation>
    </message>
    <message>
        <source>No words yet.</source>
        <translation>还没有词汇。</translation>
    </message>
    <message>
        <source>Write it like this</source>
        <translation>写成这样</translation>
    </message>
    <message>
        <source>Where this is heard, separated by commas (may be empty)</source>
        <translation>听到这些时（用逗号分隔，可留空）</translation>
    </message>
    <message>
        <source>Try the list: type what could be heard</source>
        <translation>试一试：输入可能听到的文字</translation>
    </message>
    <message>
        <source>A pattern (regular expression)</source>
        <translation>模式（正则表达式）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>More for these words</source>
        <translation>更多词汇操作</translation>
    </message>
    <message>
        <source>Words; Delete removes one</source>
        <translation>词汇；Delete 键删除</translation>
    </message>
</context>
</TS>
