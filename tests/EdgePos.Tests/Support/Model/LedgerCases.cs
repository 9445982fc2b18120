using CsCheck;

namespace EdgePos.Tests;

/// <summary>Random lives of a ledger.</summary>
internal static class LedgerCases
{
    public const int Registers = 3, Commands = 8, Skus = 3;

    // Mostly the command's own basket, sometimes one that others have too; the same content often, often another.
    private static readonly Gen<AskedSale> Asked = Gen.Select(
        Gen.Int[1, Registers], Gen.Int[1, Commands], Gen.Int[0, 3], Gen.Int[1, Skus], Gen.Int[1, 2],
        (register, command, other, sku, pieces) => new AskedSale(register, command,
            Basket: other == 0 ? sku : (register * Commands) + command, Sku: other < 3 ? 1 : sku, Pieces: other < 2 ? 1 : pieces));

    private static readonly Gen<LedgerStep> Sell = Asked.Select(asked => (LedgerStep)new LedgerStep.Sell(asked));

    private static readonly Gen<LedgerStep> Regret = Asked.Select(asked => (LedgerStep)new LedgerStep.Regret(asked));

    // Beyond the end, the end, before it, and entry 0, which is none.
    private static readonly Gen<LedgerStep> Confirm = Gen.Select(
        Gen.Int[-2, 6], Gen.Int[0, 2], (beforeEnd, hash) => (LedgerStep)new LedgerStep.Confirm(beforeEnd, hash > 0));

    private static readonly Gen<LedgerStep> Prune = Gen.Int[0, 48].Select(hours => (LedgerStep)new LedgerStep.Prune(hours));

    private static readonly Gen<LedgerStep> Step = Gen.Frequency(
        (12, Sell), (2, Regret), (3, Confirm), (1, Gen.Const((LedgerStep)new LedgerStep.Sign())), (1, Prune));

    private static readonly Gen<LedgerBatch> Batch = Gen.Select(
        Step.Array[1, 12], Gen.Frequency((5, Gen.Const(0)), (3, Gen.Int[1, 60]), (1, Gen.Int[-60, -1])), Gen.Int[0, 5],
        (steps, hours, restart) => new LedgerBatch(steps, hours, restart == 0));

    /// <summary>A life of a few batches.</summary>
    public static Gen<LedgerBatch[]> Life { get; } = Batch.Array[1, 10];
}
