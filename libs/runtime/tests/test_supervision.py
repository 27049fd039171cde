import asyncio

from libs.runtime.supervision import keep_running


async def test_a_loop_is_started_again_whatever_escapes_from_it_and_ends_when_it_is_told_to():
    starts = asyncio.Queue()
    faults = [ValueError("a defect"), asyncio.CancelledError("of another task")]

    async def loop():
        starts.put_nowait(len(faults))
        if faults:
            raise faults.pop()
        await asyncio.Event().wait()

    running = asyncio.create_task(keep_running("a loop", loop))

    assert [await asyncio.wait_for(starts.get(), 10) for _ in range(3)] == [2, 1, 0]
    running.cancel()
    await asyncio.wait([running], timeout=10)
    assert running.cancelled()
