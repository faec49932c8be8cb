import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useDataProvider } from 'react-admin';
import type { DocumentDeletionRecord } from '@server/documents/document-schema.ts';
import type { PairView } from '@server/submissions/duplicate-schema.ts';
import type { ConsoleDataProvider } from '../../data-provider.ts';
import { requestBlob } from '../../http-client.ts';
import type { AvailableAction, CaseDocument, FamilyMember, HistoryEntry } from './case-record.ts';

/** Every query of one case, so that one invalidation refreshes the page. */
export const caseKey = (id: number, part: string) => ['case', id, part] as const;

function useCasePart<T>(id: number, part: string, enabled = true) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: caseKey(id, part),
    queryFn: ({ signal }) => dataProvider.read<T[]>(`submissions/${id}/${part}`, { signal }),
    enabled,
  });
}

export const useAvailableActions = (id: number) => useCasePart<AvailableAction>(id, 'available-actions');
export const useCaseDocuments = (id: number) => useCasePart<CaseDocument>(id, 'documents');
export const useHistory = (id: number) => useCasePart<HistoryEntry>(id, 'history');
export const useFamily = (id: number) => useCasePart<FamilyMember>(id, 'family');
/** Pictures whose time was over; asked only of a registration that has ended and has no picture. */
export function useDeletedPictures(id: number, enabled: boolean) {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const filter = encodeURIComponent(JSON.stringify({ submissionId: id }));
  return useQuery({
    queryKey: caseKey(id, 'deleted-pictures'),
    queryFn: ({ signal }) =>
      dataProvider.read<DocumentDeletionRecord[]>(`document-deletions?filter=${filter}`, { signal }),
    enabled,
  });
}

/** Asked only when the record counts some. */
export const useDuplicates = (id: number, count: number) =>
  useCasePart<PairView>(id, 'duplicates', count > 0);

/** How to fetch a document's picture: once, kept in memory while somebody may look, since each reading is logged. */
export const pictureQuery = (document: CaseDocument) => ({
  queryKey: ['document', document.id] as const,
  queryFn: () => requestBlob(`/api/documents/${document.id}/content`),
  staleTime: Infinity,
  gcTime: 60_000,
});

/** A local address for a document's picture; undefined while it loads. */
export function usePicture(document: CaseDocument) {
  const { data, error, refetch } = useQuery(pictureQuery(document));
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!data) return undefined;
    const local = URL.createObjectURL(data);
    setUrl(local);
    return () => URL.revokeObjectURL(local);
  }, [data]);
  return { url, error, refetch };
}
