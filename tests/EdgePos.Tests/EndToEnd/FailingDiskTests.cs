using System.Diagnostics;
using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>The kernel answers the daemon's calls with errors of a dying disk. Needs strace, which puts them there.</summary>
public sealed class FailingDiskTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("fsync,fdatasync", "EIO")]
    [InlineData("pwrite64", "EIO")]
    public async Task A_call_that_fails_ends_the_daemon_with_a_clear_answer_and_the_next_start_sells_on(string calls, string error)
    {
        await using var daemon = await new Daemon(_folder.Path, Daemon.Alone).StartAsync();
        var till = new Till(daemon);
        await till.ImportUsual();
        var before = await till.Sell("SOAP");
        var basket = await till.Open();
        await till.Add(basket.BasketId, "BREAD");
        await till.Cash(basket.BasketId, 320);

        string command = Till.NewId();
        using (await FailAsync(daemon, calls, error))
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => till.Complete(basket.BasketId, command));
            Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
            Assert.DoesNotContain("SQLite", refused.Status.Detail, StringComparison.Ordinal);
            Assert.Equal(70, await daemon.EndedAsync());
        }

        Assert.Contains("the disk failed", daemon.Output, StringComparison.Ordinal);
        await daemon.StartAsync();
        var sold = await till.Complete(basket.BasketId, command);
        Assert.Equal(("S1-1-2", 320L), (sold.Receipt.ReceiptNumber, sold.Receipt.Total.Minor));
        Assert.Equal(before, await till.Receipt(before.ReceiptNumber));
        await daemon.StopAsync();
        Assert.Equal(2, Sales.AssertSound(daemon.LedgerFile).Sales);
    }

    // From here on every such call of the process fails; ends with the process.
    private static async Task<Process> FailAsync(Daemon daemon, string calls, string error)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not here: apt-get install strace");
        var strace = Process.Start(new ProcessStartInfo("strace",
            ["-f", "-o", "/dev/null", "-e", $"trace={calls}", "-e", $"inject={calls}:error={error}", "-p", $"{daemon.ProcessId}"])
        {
            RedirectStandardError = true,
        })!;
        string? said = await strace.StandardError.ReadLineAsync();
        Assert.SkipWhen(said?.Contains("not permitted", StringComparison.Ordinal) != false, $"strace may not attach: {said}");
        return strace;
    }
}
