using System.Diagnostics;
using EdgePos.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>The daemon on a real disk of a few megabytes that somebody else fills to the last byte. Needs root, to mount it.</summary>
public sealed class SmallDiskTests : IAsyncLifetime
{
    private const int Megabyte = 1024 * 1024;

    private readonly TempFolder _folder = new();

    private string Mount => _folder.File("disk");

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a small disk can only be mounted by root");
        Directory.CreateDirectory(Mount);
        using (var image = File.Create(_folder.File("image")))
            image.SetLength(48 * Megabyte);
        if (Run("mkfs.ext4", "-q", "-m", "0", _folder.File("image")) != 0 || Run("mount", "-o", "loop", _folder.File("image"), Mount) != 0)
        {
            _folder.Dispose();
            Assert.Skip("this machine mounts no loop device");
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Run("umount", Mount);
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task On_a_full_disk_open_sales_finish_new_ones_are_refused_and_selling_resumes_when_there_is_room()
    {
        await using var daemon = await new Daemon(Path.Combine(Mount, "data"),
            [.. Daemon.Alone, "--Gateway:ReserveMegabytes=6", "--Gateway:LowDiskMegabytes=20"]).StartAsync();
        var till = new Till(daemon);
        await till.ImportUsual();
        var first = await till.Sell("SOAP");
        Basket[] open = [await till.Open(), await till.Open(), await till.Open()];
        Assert.Equal(DiskState.Well, (await daemon.StatusAsync()).Disk);

        Fill(all: true);
        await daemon.UntilAsync(status => status.Disk == DiskState.Reserve);
        await Till.Refused(StatusCode.ResourceExhausted, "DISK_FULL", () => till.Open());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, await HealthAsync(daemon, "disk"));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, await HealthAsync(daemon, ""));
        var finished = new List<Receipt>();
        foreach (var basket in open)
        {
            await till.Add(basket.BasketId, "BREAD");
            await till.Cash(basket.BasketId, 320);
            finished.Add((await till.Complete(basket.BasketId)).Receipt);
        }

        // Not even the power cut that follows costs anything.
        await daemon.KillAsync();
        await daemon.StartAsync();
        foreach (var receipt in finished.Prepend(first))
            Assert.Equal(receipt, await till.Receipt(receipt.ReceiptNumber));

        File.Delete(Path.Combine(Mount, "filler"));
        await daemon.UntilAsync(status => status.Disk == DiskState.Well);
        Assert.Equal("S1-1-5", (await till.Sell("SOAP")).ReceiptNumber);
        Assert.Contains("The disk is full", daemon.Output, StringComparison.Ordinal);
        Assert.Contains("The disk has room again", daemon.Output, StringComparison.Ordinal);
        await daemon.StopAsync();
        Sales.AssertSound(daemon.LedgerFile);
    }

    [Fact]
    public async Task A_disk_that_fills_while_registers_sell_loses_nothing_and_tells_no_lie()
    {
        await using var daemon = await new Daemon(Path.Combine(Mount, "data"),
            [.. Daemon.Alone, "--Gateway:ReserveMegabytes=1"]).StartAsync();
        await new Till(daemon).ImportUsual();
        var answered = new List<Receipt>();
        bool full = false;
        var selling = Enumerable.Range(1, 4).Select(async register =>
        {
            var till = new Till(daemon, register);
            while (!full)
            {
                try
                {
                    var receipt = await till.Sell("SOAP", "COLA");
                    lock (answered)
                        answered.Add(receipt);
                }
                catch (RpcException refused)
                {
                    Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
                    full = true;
                }
            }
        }).ToList();
        while (!full)
        {
            Fill(all: false);
            await Task.Delay(5);
        }

        await Task.WhenAll(selling);
        File.Delete(Path.Combine(Mount, "filler"));
        await daemon.UntilAsync(status => status.Disk != DiskState.Reserve);
        answered.Add(await new Till(daemon).Sell("SOAP"));
        Assert.NotEmpty(answered);
        foreach (var receipt in answered)
            Assert.Equal(receipt, await new Till(daemon).Receipt(receipt.ReceiptNumber));
        await daemon.StopAsync();
        Assert.True(Sales.AssertSound(daemon.LedgerFile).Sales >= answered.Count);
    }

    // Somebody else's file takes what is left, or a bit more of it.
    private void Fill(bool all)
    {
        try
        {
            using var filler = new FileStream(Path.Combine(Mount, "filler"), FileMode.Append);
            byte[] some = new byte[64 * 1024];
            for (int i = 0; i < (all ? int.MaxValue : 4); i++)
            {
                filler.Write(some);
                filler.Flush(flushToDisk: false);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    private static async Task<HealthCheckResponse.Types.ServingStatus> HealthAsync(Daemon daemon, string service) =>
        (await new Health.HealthClient(daemon.Channel).CheckAsync(new HealthCheckRequest { Service = service })).Status;

    private static int Run(string program, params string[] args)
    {
        using var process = Process.Start(program, args);
        process.WaitForExit();
        return process.ExitCode;
    }
}
