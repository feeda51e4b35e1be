"""The official Python client against a server that has one of everything: the same questions in every era and over every transport."""

import sys
import warnings
from collections.abc import Callable

import anyio
import mcp.client.session
import mcp.types as types
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.sse import sse_client
from wire_recording import Recording


# What is deprecated now is what the older revisions have.
warnings.simplefilter("ignore")


class Person:
    """Answers what the server asks, and notes what it was told."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.logged: list[str] = []
        self.told: list[str] = []

    async def elicit(self, context: object, params: types.ElicitRequestParams) -> types.ElicitResult:
        self.asked.append(params.message)
        answers: dict[str, object] = {}
        for name, field in params.requested_schema["properties"].items():
            kind = field["type"]
            choices = field.get("enum") or [one["const"] for one in field.get("oneOf", [])]
            if choices:
                answers[name] = choices[0]
            elif "omma-separated" in field.get("description", ""):
                # Several choices, in a revision that has no word for them.
                answers[name] = "value1, value2" if "value1" in field["description"] else "option1"
            elif kind == "array":
                items = field["items"]
                answers[name] = [(items.get("enum") or [one["const"] for one in items["anyOf"]])[0]]
            elif kind == "boolean":
                answers[name] = True
            else:
                answers[name] = field.get("default", "Ada" if kind == "string" else 1)
        return types.ElicitResult(action="accept", content=answers)

    async def sample(self, context: object, params: types.CreateMessageRequestParams) -> types.CreateMessageResult:
        content = params.messages[0].content
        text = (content[0] if isinstance(content, list) else content).text
        self.asked.append(text)
        return types.CreateMessageResult(
            role="assistant", content=types.TextContent(type="text", text=f"model: {text}"), model="test", stop_reason="endTurn"
        )

    async def roots(self, context: object) -> types.ListRootsResult:
        self.asked.append("roots")
        return types.ListRootsResult(roots=[types.Root(uri="file:///work", name="work")])

    async def log(self, params: types.LoggingMessageNotificationParams) -> None:
        self.logged.append(params.data)

    async def message(self, message: object) -> None:
        if isinstance(message, Exception):
            raise message
        method = getattr(message, "method", None) or getattr(getattr(message, "root", None), "method", None)
        if method:
            self.told.append(method)


async def text(client: Client, tool: str, **arguments: object) -> str:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, (tool, result.content)
    return result.content[0].text


async def drive(make: Callable[..., Client], expected: str) -> None:
    person = Person()
    async with make(
        elicitation_callback=person.elicit, sampling_callback=person.sample, list_roots_callback=person.roots,
        logging_callback=person.log, message_handler=person.message, log_level="debug",
    ) as client:
        assert client.protocol_version == expected, client.protocol_version
        await contents(client)
        await resources(client)
        await prompts(client)
        await questions(client, person)
        await progress(client)
        await logging(client, person, expected)
        await changes(client, person, expected)


async def contents(client: Client) -> None:
    names: list[str] = []
    cursor = None
    while True:
        page = await client.list_tools(cursor=cursor)
        names += [tool.name for tool in page.tools]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(names) == len(set(names)) and "test_simple_text" == names[0], names
    kinds = {
        "test_simple_text": ["text"], "test_image_content": ["image"], "test_audio_content": ["audio"],
        "test_embedded_resource": ["resource"], "test_multiple_content_types": ["text", "image", "resource"],
        "test_resource_link": ["resource_link"],
    }
    for tool, kind in kinds.items():
        result = await client.call_tool(tool, {})
        assert [part.type for part in result.content] == kind, (tool, result.content)
    failed = await client.call_tool("test_error_handling", {})
    assert failed.is_error and "intentionally" in failed.content[0].text


async def resources(client: Client) -> None:
    uris = [resource.uri for resource in (await client.list_resources()).resources]
    assert "test://static-text" in map(str, uris), uris
    templates = (await client.list_resource_templates()).resource_templates
    assert [template.uri_template for template in templates] == ["test://template/{id}/data"], templates
    assert (await client.read_resource("test://static-text")).contents[0].text.startswith("This is the content")
    assert (await client.read_resource("test://static-binary")).contents[0].blob
    assert '"id":"a b"' in (await client.read_resource("test://template/a%20b/data")).contents[0].text
    app = (await client.read_resource("ui://everything/clock.html")).contents[0]
    assert app.mime_type == "text/html;profile=mcp-app" and app.meta["ui"]["prefersBorder"] is True, app
    try:
        await client.read_resource("test://nothing")
        raise AssertionError("nothing is there")
    except MCPError as error:
        assert error.error.code == (-32602 if client.protocol_version == "2026-07-28" else -32002), error
    reference = types.ResourceTemplateReference(type="ref/resource", uri="test://template/{id}/data")
    completion = (await client.complete(reference, {"name": "id", "value": "12"})).completion
    assert completion.values == ["12", "123"] and not completion.has_more, completion


async def prompts(client: Client) -> None:
    names = [prompt.name for prompt in (await client.list_prompts()).prompts]
    assert "test_prompt_with_arguments" in names, names
    prompt = await client.get_prompt("test_prompt_with_arguments", {"arg1": "印刷", "arg2": "2"})
    assert "印刷" in prompt.messages[0].content.text, prompt
    assert (await client.get_prompt("test_prompt_with_image")).messages[0].content.type == "image"
    try:
        await client.get_prompt("test_prompt_with_arguments", {"arg1": "1"})
        raise AssertionError("arg2 is missing")
    except MCPError as error:
        assert error.error.code == -32602 and "arg2" in error.error.message, error
    asked = await client.get_prompt("test_input_required_result_prompt")
    assert "Ada" in asked.messages[0].content.text, asked


async def questions(client: Client, person: Person) -> None:
    """The same handlers, whatever stands behind a question."""
    person.asked.clear()
    assert await text(client, "test_input_required_result_elicitation") == "Hello, Ada!"
    assert await text(client, "test_input_required_result_sampling") == "model: What is the capital of France?"
    assert await text(client, "test_input_required_result_list_roots") == "Roots: file:///work"
    assert await text(client, "test_input_required_result_request_state") == "state-ok"
    assert await text(client, "test_input_required_result_multiple_inputs") == "model: Generate a greeting Ada (1 roots)"
    assert await text(client, "test_input_required_result_multi_round") == "Ada likes Ada."
    assert await text(client, "test_elicitation", message="Who?") == 'User response: action=accept, content={"username":"Ada","email":"Ada"}'
    assert "action=accept" in await text(client, "test_elicitation_sep1330_enums")
    # Nothing was asked twice, in rounds or otherwise.
    assert len(person.asked) == 11 and len(set(person.asked)) == 9, person.asked


async def progress(client: Client) -> None:
    steps: list[float] = []

    async def step(done: float, total: float | None, message: str | None) -> None:
        assert total == 100 and message == f"Completed step {int(done)} of 100", (done, total, message)
        steps.append(done)

    await client.call_tool("test_tool_with_progress", {}, progress_callback=step)
    assert steps == [0, 50, 100], steps


async def logging(client: Client, person: Person, revision: str) -> None:
    if revision != "2026-07-28":
        await client.set_logging_level("debug")
    await text(client, "test_tool_with_logging")
    with anyio.fail_after(10):
        while len(person.logged) < 3:
            await anyio.lowlevel.checkpoint()
    assert person.logged == ["Tool execution started", "Tool processing data", "Tool execution completed"], person.logged


async def changes(client: Client, person: Person, revision: str) -> None:
    if revision == "2026-07-28":
        async with client.listen(tools_list_changed=True, resource_subscriptions=["test://watched-resource"]) as told:
            await text(client, "test_trigger_prompt_change")
            await text(client, "test_trigger_tool_change")
            assert type(await anext(told)).__name__ == "ToolsListChanged"
            await text(client, "test_trigger_resource_update")
            with anyio.fail_after(10):
                while type(event := await anext(told)).__name__ == "ToolsListChanged":
                    pass
            assert str(event.uri) == "test://watched-resource", event
        return
    await client.subscribe_resource("test://watched-resource")
    await text(client, "test_trigger_resource_update")
    await text(client, "test_trigger_tool_change")
    with anyio.fail_after(10):
        while not {"notifications/resources/updated", "notifications/tools/list_changed"} <= set(person.told):
            await anyio.lowlevel.checkpoint()
    await client.unsubscribe_resource("test://watched-resource")


async def main(program: list[str], url: str) -> None:
    stdio = StdioServerParameters(command=program[0], args=program[1:])
    newest = mcp.client.session.LATEST_HANDSHAKE_VERSION
    with anyio.fail_after(120):
        await drive(lambda **more: Client(stdio, mode="auto", **more), "2026-07-28")
        await drive(lambda **more: Client(stdio, mode="legacy", **more), "2025-11-25")
        mcp.client.session.LATEST_HANDSHAKE_VERSION = "2025-06-18"
        await drive(lambda **more: Client(stdio, mode="legacy", **more), "2025-06-18")
        mcp.client.session.LATEST_HANDSHAKE_VERSION = newest
        await drive(lambda **more: Client(f"{url}/mcp", mode="auto", **more), "2026-07-28")
        await drive(lambda **more: Client(f"{url}/mcp", mode="legacy", **more), "2025-11-25")
        await drive(lambda **more: Client(sse_client(f"{url}/sse"), mode="legacy", **more), "2025-11-25")


with Recording() as recording:
    anyio.run(main, recording.program(sys.argv[1]), recording.relay(sys.argv[2]))
print("done")
