using System.Diagnostics;
using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>
/// What Wireshark's dissector, which is not ours, reads in the messages that our register sends; it knows these of them. Wants
/// tshark.
/// </summary>
public sealed class ZvtDissectorTests : IDisposable
{
    private const string Password = "123456";
    private const int Euro = 978;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Another_program_reads_each_message_as_what_it_is()
    {
        (Apdu Sent, string Read)[] messages =
        [
            (ZvtCommands.Registration(Password, Euro), "0x0600"),
            (ZvtCommands.Authorisation(1234, Euro), "0x0601"),
            (ZvtCommands.Reversal(Password, "17"), "0x0630"),
            (ZvtCommands.Refund(Password, 99, Euro), "0x0631"),
            (ZvtCommands.EndOfDay(Password), "0x0650"),
            (ZvtCommands.Diagnosis(), "0x0670"),
        ];
        string hex = _folder.File("sent.hex"), capture = _folder.File("sent.pcap");
        await File.WriteAllLinesAsync(hex, messages.Select(message =>
            "000000 " + string.Join(' ', message.Sent.ToBytes().Select(one => $"{one:x2}"))));
        await RunAsync("text2pcap", "-q", "-T", "40000,20007", hex, capture);
        string read = await RunAsync("tshark", "-r", capture, "-d", "tcp.port==20007,zvt", "-T", "fields", "-e", "zvt.control_field",
            "-e", "_ws.malformed", "-e", "zvt.amount");
        string[] lines = [.. read.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal(messages.Select(message => message.Read), lines.Select(line => line.Split('\t')[0].ToLowerInvariant()));
        Assert.DoesNotContain("alformed", read, StringComparison.Ordinal);
        Assert.Contains("1234", lines[1], StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = StartOrSkip(start);
        var said = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await said);
        return output;
    }

    private static Process StartOrSkip(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"wants {start.FileName} (apt-get install tshark)");
            throw;
        }
    }
}
