"""A Eurotherm 2416 on a serial line, by pymodbus: its framer, its checksums, its timing. Not Tieline's own reading of RTU.

furnace_on_a_line.py PORT. On standard input one JSON command a line, on standard output one JSON answer each:
  {"fault": "late"|"drop"|"corrupt"|"truncate"|"other-unit", "requests": n, "seconds": s}   the next n answers meet the fault
  {"set": [register, value]}  {"get": register}  {"heard": true}  (the functions and addresses since the last time)
"""

import asyncio
import json
import sys
import time

from pymodbus import FramerType
from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

FIXED = {
    1: 250, 2: 0, 3: 0, 4: 0, 5: 250, 11: 0, 12: 12000, 15: 0, 22: 1, 23: 1, 24: 0, 29: 0, 30: 1000, 31: 0, 34: 0, 35: 600, 36: 0, 56: 0, 58: 0,
    64: 0, 75: 0, 107: 0x0461, 111: 5000, 112: 0, 122: 0x2460, 160: 0, 199: 0, 258: 0, 273: 0, 516: 0, 518: 1, 520: 0, 525: 1, 531: 1, 553: 0,
    12550: 0, 30000: 0x5349, 30001: 0x4D55, 30002: 0x4C41, 30003: 0x5444,
}
WRITABLE = {22, 23, 24, 30, 35, 531} | set(range(8328, 8333)) | set(range(8336, 8464))


class Furnace:
    def __init__(self):
        self.fault, self.requests, self.seconds = None, 0, 0.0
        self.heard = []
        self.server = None

    async def registers_used(self, function, start, address, count, registers, values):
        """Called for each request; `registers` begins at `start`."""
        self.heard.append([function, address])
        if values is None:
            return None
        if any(address + k not in WRITABLE for k in range(count)):
            return ExcCodes.ILLEGAL_VALUE
        if address == 23 and values[0] not in (1, 2, 4):
            return ExcCodes.ILLEGAL_VALUE
        if address == 23:
            asyncio.get_running_loop().call_soon(lambda: asyncio.ensure_future(self.run() if values[0] == 2 else self.reset()))
        if address == 30 and values[0] == 0:
            asyncio.get_running_loop().call_soon(lambda: asyncio.ensure_future(self.put(3, [0, 0])))
        return None

    async def put(self, address, values):
        WRITABLE.update(range(address, address + len(values)))
        try:
            await self.server.context.async_setValues(1, 16, address, values)
        finally:
            WRITABLE.difference_update(set(range(address, address + len(values))) - set(FIXED_WRITABLE))

    async def get(self, address):
        return (await self.server.context.async_getValues(1, 3, address, 1))[0]

    async def run(self):
        target = await self.get(8337)
        await self.put(160, [target])
        await self.put(2, [target])
        await self.put(56, [1])
        await self.put(3, [400, 400])

    async def reset(self):
        await self.put(160, [0])
        await self.put(56, [0])

    def packet(self, is_sent, data):
        if not is_sent or self.requests == 0:
            return data
        self.requests -= 1
        if self.fault == "late":
            time.sleep(self.seconds)  # the instrument is busy: it hears nothing meanwhile either
            return data
        if self.fault == "drop":
            return b""
        if self.fault == "corrupt":
            return data[:-3] + bytes([data[-3] ^ 0x10]) + data[-2:]
        if self.fault == "truncate":
            return data[: len(data) // 2]
        if self.fault == "other-unit":
            return bytes([data[0] + 1]) + data[1:]
        return data


FIXED_WRITABLE = frozenset(WRITABLE)


async def main(port):
    furnace = Furnace()
    data = [SimData(address, values=value, datatype=DataType.REGISTERS) for address, value in FIXED.items()]
    data += [SimData(8328, count=5, values=0, datatype=DataType.REGISTERS), SimData(8336, count=128, values=0, datatype=DataType.REGISTERS)]
    device = SimDevice(1, simdata=sorted(data, key=lambda entry: entry.address), action=furnace.registers_used)
    furnace.server = ModbusSerialServer(
        device, framer=FramerType.RTU, port=port, baudrate=9600, trace_packet=furnace.packet, ignore_missing_devices=True)
    await furnace.server.serve_forever(background=True)
    print(json.dumps({"ready": True}), flush=True)

    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        command = json.loads(line)
        answer = {}
        if "fault" in command:
            furnace.fault, furnace.requests, furnace.seconds = command["fault"], command["requests"], command.get("seconds", 0)
        if "set" in command:
            await furnace.put(command["set"][0], [command["set"][1]])
        if "get" in command:
            answer["value"] = await furnace.get(command["get"])
        if "heard" in command:
            answer["heard"], furnace.heard = furnace.heard, []
        print(json.dumps(answer), flush=True)
    await furnace.server.shutdown()


asyncio.run(main(sys.argv[1]))
