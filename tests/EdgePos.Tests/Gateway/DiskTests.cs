using EdgePos.Gateway;
using EdgePos.V1;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>Room on the disk: told when it gets low, a reserve for when there is none, and back again.</summary>
public sealed class DiskTests : IDisposable
{
    private const long Megabyte = 1024 * 1024;

    private readonly TempFolder _folder = new();
    private long _free = 1000 * Megabyte;

    private string BallastFile => _folder.File("ballast");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_reserve_takes_real_room_and_gives_it_back()
    {
        var ballast = new Ballast(BallastFile, 3 * Megabyte);
        Assert.True(ballast.Hold());
        Assert.True(BlocksOf(BallastFile) * 512 >= 3 * Megabyte);
        Assert.True(ballast.IsHeld);
        Assert.True(ballast.Drop());
        Assert.False(ballast.Drop());
    }

    [Fact]
    public void It_is_told_before_it_is_full_given_free_when_it_is_and_taken_again_when_there_is_room()
    {
        var disk = new DiskWatch(new Ballast(BallastFile, 10 * Megabyte), () => _free, 100 * Megabyte, NullLogger<DiskWatch>.Instance);
        Assert.Equal((DiskState.Well, true), (disk.Disk, File.Exists(BallastFile)));
        Assert.Equal((DiskState.Low, true), After(99));
        Assert.Equal((DiskState.Reserve, false), After(3));
        Assert.Equal((DiskState.Reserve, false), After(13));   // the room that was given free is no room
        Assert.Equal((DiskState.Low, true), After(50));
        Assert.Equal((DiskState.Well, true), After(500));

        (DiskState, bool) After(long megabytes)
        {
            _free = megabytes * Megabyte;
            disk.Look();
            return (disk.Disk, File.Exists(BallastFile));
        }
    }

    [Fact]
    public void A_write_that_found_the_disk_full_is_worth_another_try_once()
    {
        var disk = new DiskWatch(new Ballast(BallastFile, Megabyte), () => _free, Megabyte, NullLogger<DiskWatch>.Instance);
        Assert.True(disk.MakeRoom());
        Assert.Equal(DiskState.Reserve, disk.Disk);
        Assert.False(disk.MakeRoom());
    }

    private static long BlocksOf(string file)
    {
        using var stat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%b", file])
        {
            RedirectStandardOutput = true,
        })!;
        return long.Parse(stat.StandardOutput.ReadToEnd());
    }
}
