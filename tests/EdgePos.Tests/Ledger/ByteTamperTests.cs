using System.Buffers.Binary;
using System.Collections.Concurrent;
using EdgePos.Ledger;
using Xunit;

namespace EdgePos.Tests.Ledger;

/// <summary>
/// Every byte of a ledger is changed in turn, and the check finds each change: only what changes nothing that the file
/// says may go unnoticed. EDGEPOS_NIGHTLY=1 takes every byte of the ledger in small pages, and every third of the one in its own
/// pages, most of which is empty; EDGEPOS_THOROUGH=1 a fifth of them; else it is some of them, spread over the file.
/// </summary>
[Collection(nameof(Alone))]
public sealed class ByteTamperTests : IDisposable
{
    private static readonly bool Thorough = IsOn("EDGEPOS_THOROUGH"), Nightly = IsOn("EDGEPOS_NIGHTLY");

    private readonly TempFolder _folder = new(inMemory: true);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(512, 11, 5, 1, true)]
    [InlineData(2048, 31, 15, 3, false)] // the ledger's own
    public async Task A_changed_byte_is_found_unless_it_changes_nothing_that_the_file_says(
        int pageSize, int step, int thoroughStep, int nightlyStep, bool alsoOneBit)
    {
        string original = await WriteAsync(pageSize);
        string says = TamperedLedger.Dump(original)!;
        byte[] bytes = File.ReadAllBytes(original);
        int every = Nightly ? nightlyStep : Thorough ? thoroughStep : step, found = 0, harmless = 0;

        var holes = new ConcurrentBag<string>();
        Parallel.ForEach(Partitioner.Create(0, bytes.Length, bytes.Length / 16), part =>
        {
            string path = Directory.CreateDirectory(_folder.File($"from-{part.Item1}")).FullName + "/ledger.db";
            File.WriteAllBytes(path, bytes);
            foreach (int at in Enumerable.Range(part.Item1, part.Item2 - part.Item1).Where(at => at % every == 0))
            {
                byte bit = (byte)(1 << (at / every % 8));
                foreach (byte mask in alsoOneBit ? new byte[] { 0xFF, bit } : [0xFF])
                {
                    Write(path, at, (byte)(bytes[at] ^ mask));
                    if (IsFound(path, $"byte {at} xor {mask:x2}", holes))
                        Interlocked.Increment(ref found);
                    else if (TamperedLedger.Dump(path) is var now && now == says)
                        Interlocked.Increment(ref harmless);
                    else
                        holes.Add($"byte {at} xor {mask:x2} is not found: {TamperedLedger.Difference(says, now)}");
                    Write(path, at, bytes[at]);
                }
            }
        });

        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes.Length} bytes: {found} changes found, {harmless} change nothing");
        Assert.True(holes.IsEmpty, $"{holes.Count} holes\n{string.Join("\n", holes.Order().Take(50))}");
        Assert.True(found > (found + harmless) / 8, $"only {found} changes were found");
    }

    [Fact]
    public async Task A_page_that_leads_back_to_itself_ends_the_check_and_not_the_patience()
    {
        string path = await WriteAsync(pageSize: 512);
        long root = long.Parse(TamperedLedger.Rows(path, "SELECT rootpage FROM sqlite_master WHERE name = 'journal'").Single());
        byte[] bytes = File.ReadAllBytes(path);
        var page = bytes.AsSpan((int)(root - 1) * 512, 512);
        Assert.Equal(5, page[0]); // an inner page of a table: https://sqlite.org/fileformat2.html
        int cells = BinaryPrimitives.ReadUInt16BigEndian(page[3..]);
        Assert.InRange(cells, 3, 100);
        BinaryPrimitives.WriteUInt32BigEndian(page[8..], (uint)root);
        for (int i = 0; i < cells; i++)
            BinaryPrimitives.WriteUInt32BigEndian(page[BinaryPrimitives.ReadUInt16BigEndian(page[(12 + (2 * i))..])..], (uint)root);
        File.WriteAllBytes(path, bytes);

        var result = LedgerCheck.Run(path, null, null, CancellationToken.None);
        Assert.Contains(result.Findings, finding => finding.What.Contains("2nd reference to page", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_cut_off_anywhere_is_found()
    {
        string path = await WriteAsync(pageSize: 512);
        var holes = new ConcurrentBag<string>();
        for (long length = new FileInfo(path).Length - 1; length >= 0; length -= 37)
        {
            Damage.CutTo(path, length);
            Assert.True(IsFound(path, $"cut to {length} bytes", holes), $"cut to {length} bytes");
        }

        Assert.Empty(holes);
    }

    private static bool IsOn(string name) => Environment.GetEnvironmentVariable(name) == "1";

    private async Task<string> WriteAsync(int pageSize)
    {
        string path = _folder.File("ledger.db");
        await TamperedLedger.WriteAsync(path);
        TamperedLedger.ChangePageSize(path, pageSize);
        Sales.AssertSound(path);
        return path;
    }

    private static bool IsFound(string path, string what, ConcurrentBag<string> holes)
    {
        try
        {
            return !LedgerCheck.Run(path, null, null, CancellationToken.None).IsSound;
        }
        catch (Exception thrown)
        {
            holes.Add($"{what} throws {thrown}");
            return true;
        }
        finally
        {
            // Who only reads leaves an empty log behind, which another change would find.
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
        }
    }

    private static void Write(string path, int at, byte value)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Position = at;
        file.WriteByte(value);
    }
}
