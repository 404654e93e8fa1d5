"""The leaflet that lies beside exported models, in both languages at once: whoever finds the stick can read it."""

from __future__ import annotations

LEAFLET = """Models for Alcove
=================

This folder was written by Alcove. It holds models for a computer without a network.

To take them in: open Alcove, choose Models, then Import, and choose this folder.
Or on the command line:  alcove models import THIS_FOLDER

To see that nothing was changed on the way:  sha256sum -c SHA256SUMS
Alcove checks every file by itself before it takes it in.

models/     one folder a model, with its manifest and its licence
catalogue/  what Alcove knows of these and other models
SHA256SUMS  the fingerprint of every file


Alcove 的模型
=============

这个文件夹由 Alcove 写出，里面是供没有网络的电脑使用的模型。

导入方法：打开 Alcove，选择“模型”，再选择“导入”，然后选择这个文件夹。
或在命令行中：alcove models import 此文件夹

检查途中有没有改动：sha256sum -c SHA256SUMS
导入之前，Alcove 会自己校验每个文件。

models/     每个模型一个文件夹，含清单和许可证
catalogue/  Alcove 所知的这些模型和其他模型
SHA256SUMS  每个文件的指纹
"""
