using System.Globalization;
using System.Security.Cryptography;
using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>
/// `edgepos-gateway prove`: whether this version would sell here, tried before it becomes the one that runs, while the version before sells
/// on. It takes the box's settings, copies its files aside, brings the copies to its own schema, prices a basket with the price book in
/// use, and writes the sale into the copied ledger. The box's own files are only read, and nothing is left.
/// </summary>
internal static class Proof
{
    private const int TestRegister = 9999, RowsMost = 200;
    private const long RoomLeft = 64L * 1024 * 1024, SmallFile = 64 * 1024;

    private static readonly string[] Databases = ["ledger.db", "counter.db"];

    // The daemon's own hold and socket, and its reserve, are nothing that a version opens.
    private static readonly string[] NotCopied = ["held", "edgepos.sock", "ballast"];

    /// <summary>Tries it.</summary>
    /// <param name="args">As of a start.</param>
    /// <returns>0; or 70 where it would not sell. What else is wrong is thrown, as by a start.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        string folder = Composition.DataFolderOf(args), aside = Path.Combine(folder, "proof");
        try
        {
            CopyAside(folder, aside);
            await using var app = Composition.Build([.. args, $"--Gateway:DataFolder={aside}", "--Gateway:ReserveMegabytes=1"]);
            var (done, isWell) = await SellAsync(app.Services);
            output.WriteLine(done);
            return isWell ? ExitCodes.Ok : ExitCodes.Software;
        }
        finally
        {
            if (Directory.Exists(aside))
                Directory.Delete(aside, recursive: true);
        }
    }

    private static async Task<(string Done, bool IsWell)> SellAsync(IServiceProvider services)
    {
        var ledger = services.GetRequiredService<LedgerWriter>();
        _ = services.GetRequiredService<CounterFile>();
        string opened = $"its files open with {RunningVersion.Now}";
        using var book = services.GetRequiredService<CatalogueShelf>().Borrow();
        if (book is null)
            return ($"{opened}; there is no price book to sell from", true);
        if (BasketOf(services, book) is not { } basket)
            return ($"{opened}; its price book has nothing that is sold without a question", true);
        var sale = WireSales.SaleOf(basket, basket.Id);
        byte[] digest = SHA256.HashData(basket.Id.ToByteArray());
        var sold = await ledger.SubmitAsync(new CompleteSale(TestRegister, basket.Id, digest, employee: "", sale));
        return sold.Refusal is { } refusal
            ? ($"{opened}, and its ledger refuses a sale of {basket.Total}: {Texts.Of(refusal, "en")}", false)
            : ($"{opened}; a sale of {basket.Total} went into the copied ledger", true);
    }

    // The first things of the price book that need no answer: no age, no serial number, no price to be typed.
    private static Basket? BasketOf(IServiceProvider services, CatalogueFile book)
    {
        var (selling, store) = (services.GetRequiredService<SellingDesk>(), services.GetRequiredService<StoreProfile>());
        var empty = new Basket
        {
            Id = new Guid(RandomNumberGenerator.GetBytes(16)),
            Register = TestRegister,
            Currency = store.Currency,
            Tax = store.Tax,
            CashStep = store.CashStep,
        };
        return book.After("", RowsMost).Select(row => book.Find(row.Row.Item.Sku, selling.Moment(""))).OfType<Item>()
            .Select(item => Paid(selling, empty, item, book.Version)).FirstOrDefault(paid => paid is not null);
    }

    private static Basket? Paid(SellingDesk selling, Basket empty, Item item, string priceBook)
    {
        var added = empty.Add(item, Scan.Of(item.Sku), thousandths: null, priceBook);
        if (added.Refusal is not null)
            return null;
        var priced = selling.Price(empty, added.Value);
        // Cash in whole steps, and change.
        var paid = priced.PayCash(new Money(priced.Due.Minor + empty.CashStep, empty.Currency));
        return paid.Refusal is null && paid.Value.CheckComplete() is null ? paid.Value : null;
    }

    private static void CopyAside(string folder, string aside)
    {
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true); // of one whose power went
        string catalogue = Path.Combine(folder, "catalogue");
        RequireRoom(folder, catalogue);
        const UnixFileMode ours = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(Path.Combine(aside, "catalogue"), ours);
        foreach (string name in Databases.Where(name => File.Exists(Path.Combine(folder, name))))
            HotCopy.Make(Path.Combine(folder, name), Path.Combine(aside, name), null, CancellationToken.None);
        foreach (var small in new DirectoryInfo(folder).EnumerateFiles().Where(file => file.Length <= SmallFile
            && !NotCopied.Contains(file.Name) && !file.Name.Contains(".db", StringComparison.Ordinal)))
            small.CopyTo(Path.Combine(aside, small.Name));
        foreach (var book in Books(catalogue))
            book.CopyTo(Path.Combine(aside, "catalogue", book.Name));
    }

    private static IEnumerable<FileInfo> Books(string catalogue) => !Directory.Exists(catalogue) ? []
        : new DirectoryInfo(catalogue).EnumerateFiles().Where(file => file.Name == "current" || file.Extension == ".db");

    // Selling goes before.
    private static void RequireRoom(string folder, string catalogue)
    {
        long wanted = RoomLeft + Books(catalogue).Sum(book => book.Length)
            + new DirectoryInfo(folder).EnumerateFiles("*.db*").Sum(file => file.Length);
        long free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < wanted)
        {
            throw new LedgerFault(FaultKind.DiskFull, "prove", folder, string.Create(CultureInfo.InvariantCulture,
                $"to be tried on copies of the box's files it needs {wanted / 1_000_000} MB, {free / 1_000_000} MB are free; make room"));
        }
    }
}
