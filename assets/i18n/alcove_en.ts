<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>BackCheck</name>
    <message numerus="yes">
        <source>Translated back, this says; %n sentence(s) lost something</source>
        <translation>
            <numerusform>Translated back, this says; %n sentence lost something</numerusform>
            <numerusform>Translated back, this says; %n sentences lost something</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message numerus="yes">
        <source>%n slide(s)</source>
        <translation>
            <numerusform>%n slide</numerusform>
            <numerusform>%n slides</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sheet(s)</source>
        <translation>
            <numerusform>%n sheet</numerusform>
            <numerusform>%n sheets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s)</source>
        <translation>
            <numerusform>%n passage</numerusform>
            <numerusform>%n passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) hold no text, only pictures</source>
        <translation>
            <numerusform>%n page holds no text, only pictures</numerusform>
            <numerusform>%n pages hold no text, only pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DetailBar</name>
    <message numerus="yes">
        <source>Remove %n document(s) from the library?</source>
        <translation>
            <numerusform>Remove %n document from the library?</numerusform>
            <numerusform>Remove %n documents from the library?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) selected</source>
        <translation>
            <numerusform>%n document selected</numerusform>
            <numerusform>%n documents selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DictateController</name>
    <message numerus="yes">
        <source>%n deleted</source>
        <translation>
            <numerusform>%n deleted</numerusform>
            <numerusform>%n deleted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentCounts</name>
    <message numerus="yes">
        <source>%n to look at</source>
        <translation>
            <numerusform>%n to look at</numerusform>
            <numerusform>%n to look at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Translation of %n document(s) is paused</source>
        <translation>
            <numerusform>Translation of %n document is paused</numerusform>
            <numerusform>Translation of %n documents is paused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Translating %n document(s)</source>
        <translation>
            <numerusform>Translating %n document</numerusform>
            <numerusform>Translating %n documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentsController</name>
    <message numerus="yes">
        <source>%n document(s) could not be translated</source>
        <translation>
            <numerusform>%n document could not be translated</numerusform>
            <numerusform>%n documents could not be translated</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Drops</name>
    <message numerus="yes">
        <source>%n document(s); the originals are only read.</source>
        <translation>
            <numerusform>%n document; the original is only read.</numerusform>
            <numerusform>%n documents; the originals are only read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n recording(s); they stay where they are and are only read.</source>
        <translation>
            <numerusform>%n recording; it stays where it is and is only read.</numerusform>
            <numerusform>%n recordings; they stay where they are and are only read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) or folder(s); they stay where they are and are only read.</source>
        <translation>
            <numerusform>%n file or folder; it stays where it is and is only read.</numerusform>
            <numerusform>%n files or folders; they stay where they are and are only read.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindLine</name>
    <message numerus="yes">
        <source>All %n</source>
        <translation>
            <numerusform>All %n</numerusform>
            <numerusform>All %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read</source>
        <translation>
            <numerusform>%n could not be read</numerusform>
            <numerusform>%n could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Indexing</name>
    <message numerus="yes">
        <source>Reading, %n file(s) so far</source>
        <translation>
            <numerusform>Reading, %n file so far</numerusform>
            <numerusform>Reading, %n files so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>about a minute left</numerusform>
            <numerusform>about %n minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) added</source>
        <translation>
            <numerusform>%n document added</numerusform>
            <numerusform>%n documents added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unchanged</source>
        <translation>
            <numerusform>%n unchanged</numerusform>
            <numerusform>%n unchanged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read</source>
        <translation>
            <numerusform>%n could not be read</numerusform>
            <numerusform>%n could not be read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Rebuilding</name>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>about %n minute left</numerusform>
            <numerusform>about %n minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s) are found by their words only</source>
        <translation>
            <numerusform>%n passage is found by its words only</numerusform>
            <numerusform>%n passages are found by their words only</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReviewView</name>
    <message numerus="yes">
        <source>%n to look at</source>
        <translation>
            <numerusform>%n to look at</numerusform>
            <numerusform>%n to look at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n</source>
        <translation>
            <numerusform>All %n</numerusform>
            <numerusform>All %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScopeChip</name>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Suggestions</name>
    <message numerus="yes">
        <source>%n word(s) that stand often in your documents</source>
        <translation>
            <numerusform>%n word that stands often in your documents</numerusform>
            <numerusform>%n words that stand often in your documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TermsView</name>
    <message numerus="yes">
        <source>%n term(s) read</source>
        <translation>
            <numerusform>%n term read</numerusform>
            <numerusform>%n terms read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out: another language, or no text</source>
        <translation>
            <numerusform>%n left out: another language, or no text</numerusform>
            <numerusform>%n left out: another language, or no text</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new or changed</source>
        <translation>
            <numerusform>%n new or changed</numerusform>
            <numerusform>%n new or changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sentence(s) read</source>
        <translation>
            <numerusform>%n sentence read</numerusform>
            <numerusform>%n sentences read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new in the memory</source>
        <translation>
            <numerusform>%n new in the memory</numerusform>
            <numerusform>%n new in the memory</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TextController</name>
    <message numerus="yes">
        <source>%n sentence(s) to look at</source>
        <translation>
            <numerusform>%n sentence to look at</numerusform>
            <numerusform>%n sentences to look at</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WordsController</name>
    <message numerus="yes">
        <source>%n word(s) written</source>
        <translation>
            <numerusform>%n word written</numerusform>
            <numerusform>%n words written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s) taken in</source>
        <translation>
            <numerusform>%n word taken in</numerusform>
            <numerusform>%n words taken in</numerusform>
        </translation>
    </message>
</context>
</TS>
