namespace EdgePos.Register;

/// <summary>What a cashier typed about baskets that are put aside.</summary>
internal abstract record TypedPark : Typed
{
    /// <summary>Puts the basket aside.</summary>
    /// <param name="Note">Words to find it by; empty: those it has.</param>
    internal sealed record Park(string Note) : TypedPark;

    /// <summary>Those that are put aside.</summary>
    internal sealed record Parked : TypedPark;

    /// <summary>Takes one up.</summary>
    /// <param name="Which">Its place in the list, or its id.</param>
    internal sealed record Take(string Which) : TypedPark;
}
