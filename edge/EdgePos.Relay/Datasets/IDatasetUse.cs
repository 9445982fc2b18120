using EdgePos.HeadOffice.V1;

namespace EdgePos.Relay;

/// <summary>What a dataset is for. Called by one thread; each call may take its time, and the store sells on.</summary>
public interface IDatasetUse
{
    /// <summary>Name of the dataset.</summary>
    string Dataset { get; }

    /// <summary>Versions that are kept: the one in use, and others to go back to.</summary>
    int KeptMost => 3;

    /// <summary>Why the content of a version that is bulky is not fetched now; null: it is. Asked again while it waits.</summary>
    string? Hindrance(Manifest manifest) => null;

    /// <summary>Builds a version aside and checks it, so that it can become current at its time.</summary>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="rowsFile">Its content, as the manifest names it.</param>
    /// <returns>Why the store cannot use it; null: it can.</returns>
    /// <exception cref="InvalidDataException">A row cannot be read.</exception>
    /// <exception cref="Ledger.LedgerFault">The disk does not let it, or another import is under way: try again.</exception>
    string? Prepare(Manifest manifest, string rowsFile);

    /// <summary>Makes a version current, by one switch.</summary>
    /// <inheritdoc cref="Prepare"/>
    string? MakeCurrent(Manifest manifest, string rowsFile);
}
