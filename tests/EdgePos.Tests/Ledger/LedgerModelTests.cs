using CsCheck;
using Xunit;

namespace EdgePos.Tests.Ledger;

/// <summary>The ledger against a model of it that shares no code with it.</summary>
public sealed class LedgerModelTests : IDisposable
{
    private const int Lives = 200;

    private readonly TempFolder _folder = new(inMemory: true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_is_asked_in_whatever_order_the_answers_and_the_file_are_what_plain_lists_say() =>
        await LedgerCases.Life.SampleAsync(LiveAsync, iter: Lives, print: life => $"{string.Join("\n", life.AsEnumerable())}");

    private async Task LiveAsync(LedgerBatch[] life)
    {
        string folder = Directory.CreateDirectory(_folder.File($"{Guid.NewGuid():N}")).FullName;
        using var ledger = new LedgerUnderModel(Path.Combine(folder, "ledger.db"));
        foreach (var batch in life)
            await ledger.RunAsync(batch);
        ledger.AssertSame();
    }
}
