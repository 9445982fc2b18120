using System.Collections.Concurrent;
using EdgePos.Devices;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>The plug that all virtual devices have: a TCP port or a device file, and what can be wrong with its line.</summary>
public sealed class VirtualPortTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_device_answers_each_client_that_comes_after_another(bool isFile)
    {
        await using var plugged = new Plugged(isFile);
        for (int i = 0; i < 3; i++)
            Assert.Equal("AB", await plugged.AskOnceAsync("ab", 2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cable_is_cut_in_the_middle_of_an_answer_and_the_device_can_be_reached_again(bool isFile)
    {
        await using var plugged = new Plugged(isFile);
        plugged.Port.Faults.CutAfterSent(3);
        await using (var link = await plugged.OpenAsync())
        {
            await link.WriteAsync("a"u8.ToArray(), Soon);
            Assert.Equal("A", await ReadAsync(link, 1));
            await link.WriteAsync("bcde"u8.ToArray(), Soon);
            string rest = await ReadToEndAsync(link);
            Assert.True(isFile ? "BC".StartsWith(rest, StringComparison.Ordinal) : rest == "BC", rest); // a file loses what was not read
            Assert.Equal(3, plugged.Port.BytesSent);
        }

        Assert.Equal("F", await plugged.AskOnceAsync("f", 1));
    }

    [Fact]
    public async Task A_cable_is_cut_in_the_middle_of_a_question()
    {
        await using var plugged = new Plugged(isFile: false);
        plugged.Port.Faults.CutAfterTaken(2);
        await using var link = await plugged.OpenAsync();
        await link.WriteAsync("abc"u8.ToArray(), Soon);
        await ReadToEndAsync(link);
        Assert.Equal("ab", plugged.Device.Heard);
    }

    [Fact]
    public async Task Answers_are_doubled_or_garbled_on_demand()
    {
        await using var plugged = new Plugged(isFile: false);
        await using var link = await plugged.OpenAsync();
        plugged.Port.Faults.Duplicate = true;
        await link.WriteAsync("a"u8.ToArray(), Soon);
        Assert.Equal("AA", await ReadAsync(link, 2));
        plugged.Port.Faults.Duplicate = false;
        plugged.Port.Faults.Garble = LineFaults.ParityAsData;
        await link.WriteAsync("ac"u8.ToArray(), Soon);
        byte[] both = new byte[2];
        Assert.Equal(1, await link.ReadAsync(both.AsMemory(0, 1), Soon));
        Assert.Equal(1, await link.ReadAsync(both.AsMemory(1, 1), Soon));
        Assert.Equal([0x41, 0xC3], both); // A has two bits set, C has three
    }

    [Fact]
    public async Task A_late_answer_comes_when_its_time_has_come_and_not_before()
    {
        var clock = new FakeTimeProvider();
        await using var plugged = new Plugged(isFile: false, clock);
        plugged.Port.Faults.Late = TimeSpan.FromSeconds(5);
        await using var link = await plugged.OpenAsync();
        await link.WriteAsync("a"u8.ToArray(), Soon);
        while (plugged.Device.Heard.Length < 1)
            await Task.Yield();
        Assert.Equal(0, plugged.Port.BytesSent);
        var answer = ReadAsync(link, 1);
        while (!answer.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        Assert.Equal("A", await answer);
        Assert.True(clock.GetUtcNow() - clock.Start >= TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_device_that_was_switched_off_and_on_has_forgotten_and_answers_again()
    {
        await using var plugged = new Plugged(isFile: false);
        await using (var link = await plugged.OpenAsync())
        {
            await link.WriteAsync("a"u8.ToArray(), Soon);
            await ReadAsync(link, 1);
            plugged.Port.SwitchOff();
            Assert.Equal("", await ReadToEndAsync(link));
        }

        await using (var off = await plugged.OpenAsync())
            Assert.Equal("", await ReadToEndAsync(off));
        plugged.Port.SwitchOn();
        Assert.Equal("", plugged.Device.Heard);
        await using var on = await plugged.OpenAsync();
        await on.WriteAsync("b"u8.ToArray(), Soon);
        Assert.Equal("B", await ReadAsync(on, 1));
    }

    private static CancellationToken Soon => new CancellationTokenSource(Daemon.Patience, TimeProvider.System).Token;

    private static async Task<string> ReadAsync(IDeviceLink link, int count)
    {
        var read = new List<byte>();
        byte[] one = new byte[1];
        while (read.Count < count && await link.ReadAsync(one, Soon) > 0)
            read.Add(one[0]);
        return System.Text.Encoding.Latin1.GetString([.. read]);
    }

    private static async Task<string> ReadToEndAsync(IDeviceLink link)
    {
        var read = new System.Text.StringBuilder();
        try
        {
            while (await ReadAsync(link, 1) is { Length: > 0 } more)
                read.Append(more);
        }
        catch (IOException)
        {
            // A device file that has gone says so.
        }

        return read.ToString();
    }

    // Answers each letter with the capital one.
    private sealed class Capitals : IVirtualDevice
    {
        private readonly ConcurrentQueue<byte> _heard = new();

        public string Heard => System.Text.Encoding.Latin1.GetString([.. _heard]);

        public void SwitchOn() => _heard.Clear();

        public void Take(byte value, List<byte> answers)
        {
            _heard.Enqueue(value);
            answers.Add((byte)(value - 0x20));
        }
    }

    private sealed class Plugged : IAsyncDisposable
    {
        private readonly TempFolder _folder = new();

        public Plugged(bool isFile, TimeProvider? time = null) => Port = isFile
            ? VirtualPort.MakeFile(Path.Combine(_folder.Path, "device"), Device, time ?? TimeProvider.System)
            : VirtualPort.Listen(0, Device, time ?? TimeProvider.System);

        public Capitals Device { get; } = new();

        public VirtualPort Port { get; }

        public async Task<IDeviceLink> OpenAsync()
        {
            Assert.True(LinkAddress.TryParse(Port.Address, out var address, out string problem), problem);
            return await address.OpenAsync(Soon);
        }

        // On a link of its own. A device file that was just closed is laid anew: who comes in between finds it gone and comes again.
        public async Task<string> AskOnceAsync(string question, int answerBytes)
        {
            while (true)
            {
                try
                {
                    await using var link = await OpenAsync();
                    await link.WriteAsync(System.Text.Encoding.Latin1.GetBytes(question), Soon);
                    if (await ReadAsync(link, answerBytes) is { Length: > 0 } answer)
                        return answer;
                }
                catch (IOException) when (Port.Port == 0)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Port.DisposeAsync();
            _folder.Dispose();
        }
    }
}
