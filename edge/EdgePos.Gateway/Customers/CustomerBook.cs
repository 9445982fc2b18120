using System.Collections.Frozen;
using EdgePos.HeadOffice.V1;
using EdgePos.Relay;
using EdgePos.Store;
using EdgePos.V1;
using BasketCustomer = EdgePos.Store.BasketCustomer;
using LoyaltyProgramme = EdgePos.Store.LoyaltyProgramme;

namespace EdgePos.Gateway;

/// <summary>The chain's customers, their cards and the loyalty programme, as head office told last. Safe from any thread.</summary>
/// <param name="current">The version in use; null: there is none.</param>
internal sealed class CustomerBook(Func<(Manifest Manifest, string Rows)?> current) : IDatasetUse
{
    /// <summary>Name of the dataset.</summary>
    public const string Name = "customers";

    private const int LongestName = 100, LongestNote = 200;
    private const long MostPoints = 1_000_000_000_000_000;
    private const string Customers = "customer ", Programmes = "programme";

    private readonly KeyedRows<CustomersRow> _rows = new(current, CustomersRow.Parser, KeyOf);

    /// <inheritdoc/>
    public string Dataset => Name;

    /// <summary>Whose details are erased at head office must not stay in versions that nobody goes back to.</summary>
    public int KeptMost => 1;

    /// <summary>The manifest of what head office told; null: nothing.</summary>
    public Manifest? Manifest => _rows.Manifest;

    /// <summary>How points are earned and what they are worth; null: there are none.</summary>
    public V1.LoyaltyProgramme? Programme => _rows.Find(Programmes)?.Programme;

    /// <inheritdoc/>
    public string? Prepare(Manifest manifest, string rowsFile) => _rows.Check(rowsFile, Problem);

    /// <inheritdoc/>
    public string? MakeCurrent(Manifest manifest, string rowsFile) => _rows.Check(rowsFile, Problem);

    /// <summary>The customer of a number or a card; null: there is none.</summary>
    public Customer? Find(string numberOrCard) => OfNumber(numberOrCard) ?? OfCard(numberOrCard);

    /// <summary>The customer of a number; null: there is none.</summary>
    public Customer? OfNumber(string number) => _rows.Find(Customers + number)?.Customer;

    /// <summary>What a scanner reads of a customer's cards.</summary>
    public IReadOnlyList<string> CardsOf(string number)
    {
        var found = new List<string>();
        _ = _rows.From("card ", row =>
        {
            if (row.Card is { } card && card.Customer == number)
                found.Add(card.Card);
            return row.Card is not null;
        });
        return found;
    }

    /// <summary>The customer of a card; null: there is none.</summary>
    public Customer? OfCard(string card) =>
        _rows.Find($"card {card}")?.Card is { } known ? OfNumber(known.Customer) : null;

    /// <summary>Customers whose names have a text, in the order of their numbers.</summary>
    /// <param name="most">No more than these are looked for.</param>
    public IReadOnlyList<Customer> WithName(string text, int most)
    {
        var found = new List<Customer>();
        _ = _rows.From(Customers, row =>
        {
            if (row.Customer is { } customer && customer.Name.Contains(text, StringComparison.CurrentCultureIgnoreCase))
                found.Add(customer);
            return row.Customer is not null && found.Count < most;
        });
        return found;
    }

    /// <summary>The programme as the rules take it; null: there is none.</summary>
    public LoyaltyProgramme? Rules() => Programme is { } told
        ? new(told.EarnMinor, told.WorthMinor, told.NoPointsIn.ToFrozenSet(StringComparer.Ordinal)) : null;

    private static string KeyOf(CustomersRow row) => row.RowCase switch
    {
        CustomersRow.RowOneofCase.Card => $"card {row.Card.Card}",
        CustomersRow.RowOneofCase.Customer => Customers + row.Customer.Number,
        CustomersRow.RowOneofCase.Programme => Programmes,
        CustomersRow.RowOneofCase.None => throw new InvalidDataException("a row that only a newer program knows"),
    };

    private static string? Problem(CustomersRow row) => row.RowCase switch
    {
        CustomersRow.RowOneofCase.Card => IsNumber(row.Card.Card) && IsNumber(row.Card.Customer) ? null : "this is no card",
        CustomersRow.RowOneofCase.Customer => Problem(row.Customer),
        _ => row.Programme.EarnMinor is >= 0 and <= BasketLimits.MaxAmountMinor
            && row.Programme.WorthMinor is >= 0 and <= BasketLimits.MaxAmountMinor ? null : "this is no programme",
    };

    private static string? Problem(Customer customer) =>
        !IsNumber(customer.Number) ? "this is no number of a customer"
        : !Words.Fit(customer.Group, 0, BasketCustomer.MaxLength) ? "its group is too long"
        : !Words.Fit(customer.Exemption, 0, BasketCustomer.MaxLength) ? "its exemption is too long"
        : !Words.Fit(customer.Name, 0, LongestName) ? "its name is too long"
        : !Words.Fit(customer.Blocked, 0, LongestNote) || !Words.Fit(customer.Note, 0, LongestNote) ? "its words are too long"
        : customer.Points is < -MostPoints or > MostPoints ? "so many points nobody has" : null;

    private static bool IsNumber(string text) => Words.Fit(text, 1, BasketCustomer.MaxLength);
}
