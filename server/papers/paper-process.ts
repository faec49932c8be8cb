import { serveTasks } from '../isolation/isolated-tasks.ts';
import { renderDecree } from './decree-paper.ts';

serveTasks(renderDecree);
