"""服务承诺法: at the least, say when you will answer."""

from servicelab.methods.playbook import Step
from servicelab.methods.technique import Technique


class ServicePromise(Technique):
    """The service promise: a time for the next word, so that the customer can stop worrying.

    Source text 5 (服务差异与补救措施), 投诉响应 1: promise at least when you will reply. The time
    is named once, at the start; a promise made is owed until it is kept.
    """

    name = "service_promise"
    zh = "服务承诺法"
    origin = "5 服务差异与补救措施, 投诉响应 1"
    says = "至少告诉他几点给回话，让他放下心来。"
    aim = "procedural"
    first = (Step("承诺回复时间", ("greet", "listen", "commit")),)
