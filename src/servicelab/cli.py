"""The command `servicelab`: what it offers, and one way to report a mistake.

Every command imports what it needs when it runs, so that ``servicelab --help`` is quick.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"命令没看懂：{message}\n运行 {self.prog} --help 看用法。\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="servicelab", description="客户投诉与服务补救：课程和实验室。")
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True)

    one = commands.add_parser("open", help="打开课程：放进你的文件夹，启动 JupyterLab")
    one.add_argument(
        "--folder", metavar="文件夹", help="你的课程文件夹（默认 ~/servicelab-course）"
    )
    one.add_argument("--port", type=int, default=8888, metavar="端口", help="被占用就换下一个")
    one.add_argument("--no-browser", action="store_true", help="不自动打开浏览器，只显示地址")
    one.set_defaults(run=_open)

    one = commands.add_parser("doctor", help="检查安装，每项一行，不对的给出办法")
    one.set_defaults(run=_doctor)

    one = commands.add_parser("catalog", help="列出全部情景和应对方法")
    one.set_defaults(run=_catalog)

    one = commands.add_parser("review", help="点评真实对话：逐句认出客服做了什么，写成报告")
    one.add_argument("file", metavar="文件", help="JSON、CSV、Excel，或以 客户：/客服： 开头的文本")
    one.add_argument("--out", metavar="文件夹", help="报告放在哪里（默认：文件旁边）")
    one.set_defaults(run=_review)

    one = commands.add_parser("debrief", help="案例复盘：一段对话一页，心情、转折点、讨论题")
    one.add_argument("file", metavar="文件", help="和 review 一样的对话文件")
    one.add_argument("--scenario", metavar="案例", help="把客服的做法放到这个案例里，算出转折点")
    one.add_argument("--out", metavar="文件夹", help="复盘页放在哪里（默认：文件旁边）")
    one.set_defaults(run=_debrief)

    one = commands.add_parser("scenario", help="写自己的场景：模板、检查、在窗口里试演")
    inner = one.add_subparsers(dest="action", metavar="动作", required=True)
    new = inner.add_parser("new", help="写一个带说明的模板，照着改")
    new.add_argument("file", metavar="文件", help="例如 我的案例.yaml")
    new.add_argument("--industry", metavar="行业", help="编号或中文名，如 hotel、酒店、健身")
    new.add_argument("--force", action="store_true", help="文件已经有了也重写（原来的内容会丢）")
    new.set_defaults(run=_scenario_new)
    check = inner.add_parser("check", help="一次列出要改的地方，再试谈六百场看看难易")
    check.add_argument("file", metavar="文件", help="场景文件")
    check.set_defaults(run=_scenario_check)
    play = inner.add_parser("play", help="在窗口里谈一场：你打字，客户回话")
    play.add_argument("file", metavar="文件", help="场景文件、文件#编号，或自带场景的编号")
    play.add_argument("--type", metavar="客户", help="客户类型，如 furious、火大的客户")
    play.add_argument("--difficulty", metavar="难度", help="easy、standard、hard")
    play.add_argument("--method", metavar="方法", help="让一种方法来谈，如 reactive")
    play.add_argument("--seed", type=int, default=7, metavar="整数", help="换一个数，换一份运气")
    play.add_argument("--customer", type=int, default=0, metavar="编号", help="第几位客户，从 0 起")
    play.set_defaults(run=_scenario_play)

    one = commands.add_parser("exercise", help="给出题的人：由答案生成学员用的练习")
    inner = one.add_subparsers(dest="action", metavar="动作", required=True)
    derive = inner.add_parser("derive", help="由 exercises/solutions 生成 exercises")
    derive.add_argument("--check", action="store_true", help="只比较，不写；不一致时退出码为 1")
    derive.set_defaults(run=_derive)
    verify = inner.add_parser("verify", help="跑一遍：没做的练习一题不过，答案全部通过")
    verify.set_defaults(run=_verify)
    return parser


def _open(chosen: argparse.Namespace) -> int:
    from servicelab.course.launch import open_course

    return open_course(chosen.folder, chosen.port, not chosen.no_browser)


def _doctor(chosen: argparse.Namespace) -> int:
    from servicelab.course.doctor import main_doctor

    return main_doctor()


def _catalog(chosen: argparse.Namespace) -> int:
    from servicelab import methods, scenarios

    print("情景（名字、行业、标题）")
    for name, row in scenarios.catalog().iterrows():
        print(f"  {name:<28}{row['industry_zh']}：{row['title']}")
    print("应对方法（名字、中文名、出处）")
    for name, row in methods.catalog().iterrows():
        print(f"  {name:<28}{row['zh']}（{row['origin']}）")
    return 0


def _review(chosen: argparse.Namespace) -> int:
    from servicelab.dialogue.review import main_review

    return main_review(chosen.file, chosen.out)


def _debrief(chosen: argparse.Namespace) -> int:
    from servicelab.widgets.case_debrief_file import main_debrief

    return main_debrief(chosen.file, chosen.scenario, chosen.out)


def _scenario_new(chosen: argparse.Namespace) -> int:
    from servicelab.course.authoring import main_new

    return main_new(chosen.file, chosen.industry, chosen.force)


def _scenario_check(chosen: argparse.Namespace) -> int:
    from servicelab.course.authoring import main_check

    return main_check(chosen.file)


def _scenario_play(chosen: argparse.Namespace) -> int:
    from servicelab.course.authoring_trial import main_play

    return main_play(
        chosen.file, chosen.type, chosen.difficulty, chosen.method, chosen.seed, chosen.customer
    )


def _derive(chosen: argparse.Namespace) -> int:
    from servicelab.course.derive import main_derive

    return main_derive(check=chosen.check)


def _verify(chosen: argparse.Namespace) -> int:
    from servicelab.course.verify import main_verify

    return main_verify()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments
        The words after ``servicelab``; those of the process when not given.

    Returns
    -------
    int
        0 when it went well, 1 when a check failed, 2 when the user can mend something.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console without Chinese must not crash
            stream.reconfigure(errors="replace")
    chosen = _parser().parse_args(arguments)
    from servicelab.data.errors import ServicelabError

    try:
        code = int(chosen.run(chosen))
        if sys.stdout:
            sys.stdout.flush()  # here, and not when nobody can catch a pipe that is closed
        return code
    except ServicelabError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read the output has had enough, as with ``| head``
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
